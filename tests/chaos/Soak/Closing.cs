namespace Mill.Chaos.Soak;

/// <summary>Lets everything end, stops what does not, and repairs what was broken, as whoever owns the home would.</summary>
sealed class Closing(World world)
{
    static readonly TimeSpan s_byItself = TimeSpan.FromSeconds(15), s_inAll = TimeSpan.FromMinutes(5), s_look = TimeSpan.FromSeconds(1);

    public void Close()
    {
        foreach (var queue in world.Client.Queues().Select(queue => queue.Name).ToArray()) world.Client.SetQueue(queue, new QueueRequest { Parallel = 4, Paused = false });
        Until.Holds(() => IsEmptyAfterRepair(), s_byItself);
        foreach (var id in world.Active()) Stop(id);
        // A start that was killed right after its first act leaves a marker that is judged only when it is old enough.
        if (!Until.Holds(() => IsEmptyAfterRepair(), s_inAll)) foreach (var id in world.Active()) world.Fault(id, "it cannot be brought to its end");
        foreach (var run in world.Client.List().ToArray()) StopForced(run);
        foreach (var _ in world.Client.Sweep()) { }
        EndAllowed();
        Until.Holds(() => world.Home.Processes().Count == 0, TimeSpan.FromSeconds(20));
    }

    // Of a run that was removed, what it was allowed to leave behind is nobody's any more: its owner ends it.
    void EndAllowed()
    {
        foreach (var one in world.Home.Processes())
            if (Kills.RunOf(one.Pid) is { } id && !Directory.Exists(world.Home.Folder(id)) && world.Ledger.Of(id) is { MayBeGone: true, Wish.AllowBackground: true } && Libc.Signal(one.Pid, Libc.Kill))
                world.Count("allowed to stay, of removed runs");
    }

    bool IsEmptyAfterRepair()
    {
        foreach (var _ in world.Client.RepairAll(warn: what => world.Fault(null, $"a repair of all warns: {what}"))) { }
        if (world.Active().Length > 0) Thread.Sleep(s_look);
        return world.Active().Length == 0;
    }

    void Stop(string id)
    {
        world.Ledger.Of(id).Touch();
        try
        {
            if (RunId.TryParse(id, out var run)) world.Client.Stop(run);
        }
        catch (MillException e) when (e.Code is MillError.RunNotFound or MillError.RunDamaged) { } // Its folder was never made, or nothing in it: repair sees to that.
    }

    // What was allowed to stay behind is ended by nothing else.
    void StopForced(Run run)
    {
        if (world.Home.Read(run.Id, "run.json").Is("spec.allowBackground") && RunId.TryParse(run.Id, out var id)) world.Client.Stop(id, new StopRequest { Force = true });
    }
}
