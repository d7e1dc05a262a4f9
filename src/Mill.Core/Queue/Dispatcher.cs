using Mill.Cancel;
using Mill.Json;
using Mill.Launch;
using Mill.Liveness;
using Mill.Platform;
using Mill.Repair;
using Mill.Runs;
using Mill.Store;

namespace Mill.Queue;

/// <summary>Hands slots on. There is no daemon: whoever ends a run, or passes with a change of any kind, looks whether somebody waits.</summary>
/// <param name="home">The home.</param>
/// <param name="options">What workers run.</param>
/// <param name="exits">Whether this process exits as soon as this is done.</param>
internal sealed class Dispatcher(HomeFolder home, MillOptions options, bool exits = false)
{
    static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1);

    readonly HashSet<RunId> _mended = [];
    WorkerExecutable? _executable;

    /// <summary>Starts whatever may start in any queue of the home. Where that cannot be done now, the next one who passes does it.</summary>
    public void HandOn() => Try(() =>
    {
        var held = new List<QueueFolder>();
        do
        {
            // One that is refused or repaired may be what a run in another queue waits for.
            do held.Clear();
            while (QueueFolder.All(home).Where(queue => !queue.IsEmpty).ToList() is var all && all.Count(queue => Serve(queue, all.Count > 1 ? s_moment : Patience, held)) > 0);
        }
        // A queue that is held for long keeps none of the others waiting.
        while (held.Count(queue => Serve(queue, Patience, [])) > 0);
        return true;
    });

    // If a worker gave up, nobody would be there to hand its slot on.
    TimeSpan Patience => exits ? LockedQueue.PatienceOfWorkers : LockedQueue.UsualPatience;

    static bool Try(Func<bool> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MillException)
        {
            return false; // A full disk, a queue that is held, no mill to be found: nothing is lost by that, and whoever is here did not ask for it.
        }
    }

    /// <summary>Puts a run into its queue. When a slot is free, it is launched with the whole environment of its caller; false when it waits.</summary>
    public bool Enter(Newcomer newcomer)
    {
        var queue = QueueFolder.Of(home, newcomer.Record.Spec.Queue!);
        newcomer.Folder.Json.Write(newcomer.Folder[FileNames.Environment], KeptEnvironment.Of(newcomer.Record, newcomer.Environment), Forms.Of);
        Steps.Reached("queue.environment-kept");
        while (true)
        {
            var turn = Turn.Take(queue, _mended, newcomer);
            var own = turn.Admitted.FirstOrDefault(one => one.Life == newcomer.Life);
            LaunchAll(turn.Admitted.Where(one => one != own));
            CarryOut(turn);
            if (turn.NewcomerLeft) throw NotKept(newcomer);
            if (turn.NewcomerOpen) continue;
            if (own is not null) Launch(newcomer, own);
            return own is not null;
        }
    }

    void Launch(Newcomer newcomer, Admitted own)
    {
        using var worker = WaitingWorker.Launch(own.Folder, own.Life, newcomer.Executable, newcomer.CallerExits);
        newcomer.Begins();
        try
        {
            worker.Order(own.Record, newcomer.Environment);
        }
        catch (MillException)
        {
            HandOn(); // Its slot is free again, and a worker that never came to its run hands nothing on.
            throw;
        }
    }

    // True when something became of it that others may wait for. A queue that cannot be served keeps no other from that.
    bool Serve(QueueFolder queue, TimeSpan patience, List<QueueFolder> held)
    {
        var changed = false;
        try
        {
            while (!queue.IsEmpty && Turn.TakeIfThere(queue, _mended, patience) is { } turn)
            {
                if (!(LaunchAll(turn.Admitted) | CarryOut(turn))) break;
                changed = true;
            }
        }
        catch (MillException e) when (e.Code == MillError.RunBusy)
        {
            held.Add(queue);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MillException)
        {
            // It is looked at again by the next one who passes.
        }
        return changed;
    }

    bool LaunchAll(IEnumerable<Admitted> admitted)
    {
        var (all, ended) = (admitted.ToList(), false);
        try
        {
            foreach (var one in all) ended |= Try(() => !Launch(one));
        }
        finally
        {
            // Those that could not be launched keep slot and marker: the next one who passes finds that nobody began them.
            foreach (var one in all) home.Platform.Locks.Release(one.Life);
        }
        return ended;
    }

    bool CarryOut(Turn turn)
    {
        var changed = false;
        foreach (var (run, why) in turn.Refused) changed |= Try(() => Refuse(run, why));
        foreach (var id in turn.Broken) changed |= Try(() => Mend(id));
        return changed;
    }

    // False when that was its end already.
    bool Launch(Admitted one)
    {
        if (one.Folder.ReadEnvironment().Value is not { } kept || kept.Generation != one.Record.Generation)
        {
            Fail(one.Folder, Reason.SpawnFailed, $"its environment was not kept: {one.Folder[FileNames.Environment]} cannot be read");
            return false;
        }
        _executable ??= WorkerExecutable.Find(home, options).Settle(home);
        using var worker = WaitingWorker.Launch(one.Folder, one.Life, _executable, exits);
        try
        {
            worker.Order(one.Record, kept.Variables());
            return true;
        }
        catch (MillException)
        {
            return false; // What went wrong is in the run's record: its worker has written it, or its launcher for it.
        }
    }

    // Its processes are ended before its slot is handed on.
    bool Mend(RunId id)
    {
        _mended.Add(id);
        Steps.Reached("queue.mending");
        try
        {
            return new Repairer(home, (_, _) => null).Repair(id, new RepairRequest()).Repaired;
        }
        catch (MillException)
        {
            return false; // It is gone meanwhile, or held: its slot is not free yet.
        }
    }

    static bool Refuse(RunFolder folder, string why)
    {
        try
        {
            using var locked = LockedRun.Take(folder);
            return new EvidenceCollector(folder).Collect().Queued && Fail(locked, Reason.DependencyFailed, why);
        }
        catch (MillException)
        {
            return false; // It was removed meanwhile, or is held: the next one who passes looks again.
        }
    }

    static void Fail(RunFolder folder, Reason reason, string why)
    {
        using var locked = LockedRun.Take(folder);
        Fail(locked, reason, why);
    }

    static bool Fail(LockedRun locked, Reason reason, string why)
    {
        var ended = Failure.Record(locked, reason, why);
        Steps.Reached("queue.refused");
        Tidy.Up(locked, new Cleanup { RunId = locked.Folder.Id.Text, Generation = locked.Record!.Generation, At = locked.Folder.Platform.Clock.GetUtcNow() });
        return ended;
    }

    static MillException NotKept(Newcomer newcomer) => new(MillError.SecretNotKept,
        $"This would have to wait for its turn, and {string.Join(", ", newcomer.Record.Spec.SecretNames)} would have to be kept on disk meanwhile; secrets are not. Start it once a slot is free, or with --keep-secrets.",
        newcomer.Record.Spec.SecretNames[0]);
}
