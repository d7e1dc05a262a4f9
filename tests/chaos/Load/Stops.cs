namespace Mill.Chaos.Load;

/// <summary>Two hundred stops at once: of as many runs, and of the same one.</summary>
static class Stops
{
    public static void Run(Trial trial)
    {
        using var home = new TestHome { PatienceAtEnd = TimeSpan.FromMinutes(1) };
        var many = trial.Often(30, 200);
        OfMany(trial, home, many);
        OfOne(trial, home, many);
        LoadPart.Check(trial, home);
    }

    static void OfMany(Trial trial, TestHome home, int many)
    {
        var ids = new string[many];
        LoadPart.Often(many, 4, number => ids[number] = home.Client.Launch(LoadPart.Script(home, "sleep 600 & sleep 600")).Text);
        var began = trial.Elapsed;
        var outcomes = AtOnce(many, number => home.Client.Stop(LoadPart.Id(ids[number])));
        var took = trial.Elapsed - began;
        var stopped = outcomes.Count(one => one is { Status: RunStatus.Cancelled, AlreadyTerminal: false, Survivors.Count: 0 });
        trial.Tell($"{many} stops at once, each of its own run, that have ended it", $"{many}", $"{stopped}, in {took.TotalSeconds:0.0} s");
        trial.Must(stopped == many, $"{stopped} of {many} stops have stopped their run");
    }

    static void OfOne(Trial trial, TestHome home, int many)
    {
        var id = home.Start("--", "/bin/sh", "-c", "sleep 600 & sleep 600");
        // Most by threads of one process, some by commands: a lock has to hold between both.
        var commands = many / 10;
        var byCommand = Enumerable.Range(0, commands).Select(_ => Task.Run(() => home.MillWith(new RunOptions { Deadline = TimeSpan.FromMinutes(3) }, "stop", id, "--json"))).ToArray();
        var outcomes = AtOnce(many - commands, _ => home.Client.Stop(LoadPart.Id(id)));
        var good = outcomes.Count(one => one.Status == RunStatus.Cancelled) + byCommand.Count(one => one.Result.ExitCode == 0);
        var first = outcomes.Count(one => !one.AlreadyTerminal) + byCommand.Count(one => one.Result.ExitCode == 0 && !one.Result.Json.Is("alreadyTerminal"));
        var events = home.Events(id, EventTypes.RunCancelled).Length;
        trial.Tell($"{many} stops at once of the same run: that have succeeded; that say that they were the one; its events of that", $"{many}; 1; 1", $"{good}; {first}; {events}");
        trial.Must((good, first, events) == (many, 1, 1), $"of {many} stops of one run {good} succeeded, {first} were the one, with {events} events");
    }

    static StopOutcome[] AtOnce(int many, Func<int, StopOutcome> stop)
    {
        using var all = new Barrier(many);
        var outcomes = new StopOutcome[many];
        var failures = new List<Exception>();
        var threads = Enumerable.Range(0, many).Select(number => new Thread(() =>
        {
            all.SignalAndWait();
            try { outcomes[number] = stop(number); }
            catch (Exception e) { lock (failures) failures.Add(e); }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failures.Count > 0) throw new AggregateException($"{failures.Count} of {many} stops failed", failures.Take(3));
        return outcomes;
    }
}
