namespace Mill.Chaos.Soak;

/// <summary>Those who only look: lists, waits, and watchers that come and go.</summary>
sealed class Looks(World world, Random chance)
{
    public (int, string, Action)[] Acts =>
    [
        (4, "list", List),
        (6, "get", () => On(id => world.Mill("get", id, "--json"))),
        (3, "wait", () => On(Wait)),
        (6, "watch", () => On(Watch)),
        (3, "watch and kill it", () => On(WatchAndKill)),
        (3, "read a log", () => On(id => world.Mill("logs", id))),
        (2, "queues", () => world.Mill("queue", "ls", "--json")),
    ];

    void On(Action<string> act)
    {
        if (world.Ledger.Any(chance) is { } id) act(id);
    }

    // Nobody damages anything here, so nothing may be said to be, but for what a killed start has left half made.
    void List()
    {
        if (chance.Next(2) == 0) world.Mill("ls", "--json");
        else foreach (var _ in world.Client.List(new RunFilter { Last = 100 }, Warned)) { }
    }

    void Warned(string what)
    {
        world.Count("warned by a list");
        if (!what.EndsWith("holds no run.", StringComparison.Ordinal)) world.Fault(null, $"a list warns: {what}");
    }

    void Wait(string id)
    {
        try
        {
            if (RunId.TryParse(id, out var run)) world.Client.Wait(run, TimeSpan.FromSeconds(chance.NextDouble() * 2));
        }
        catch (MillException e) when (e.Code == MillError.TimedOut) { }
    }

    void Watch(string id)
    {
        if (!RunId.TryParse(id, out var run)) return;
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(chance.NextDouble() * 3));
        var last = 0L;
        foreach (var item in world.Client.Watch(run, stop: stop.Token))
        {
            if (item.Event is not { } told) continue;
            if (told.Sequence != last + 1) world.Fault(id, $"a watch told event {told.Sequence} after {last}");
            last = told.Sequence;
        }
    }

    void WatchAndKill(string id)
    {
        using var watcher = Programs.Start(Places.Mill, ["watch", id], world.Home.At(new RunOptions()));
        var (output, error) = (watcher.StandardOutput.ReadToEndAsync(), watcher.StandardError.ReadToEndAsync());
        watcher.WaitForExit(chance.Next(1500));
        Libc.Signal(watcher.Id, Libc.Kill);
        watcher.WaitForExit();
        if (error.Result.Contains("   at ", StringComparison.Ordinal)) world.Fault(id, error.Result);
        _ = output.Result;
    }
}
