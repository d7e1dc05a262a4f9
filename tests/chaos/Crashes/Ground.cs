namespace Mill.Chaos.Crashes;

/// <summary>A home in which somebody is ended at a step, and what has to be true of it afterwards.</summary>
sealed class Ground : IDisposable
{
    /// <summary>What a script says when it runs: a line for each time an attempt does.</summary>
    public const string Ran = "echo ran >> \"ran-$MILL_RUN_ID-$MILL_SPAWN_ID\"";

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>The home.</summary>
    public TestHome Home { get; } = new() { PatienceAtEnd = TimeSpan.FromSeconds(20) };

    /// <summary>The library on it.</summary>
    public MillClient Client => Home.Client;

    /// <summary>The library on it, with workers that end themselves at a step.</summary>
    public MillClient Under(string step) => new(new MillOptions { Home = Home.Home, Executable = Home.MillWhere("MILL_DIE_AT", step) });

    /// <summary>The ids of all runs.</summary>
    public RunId[] Ids() => [.. Names("runs").Select(Id).OfType<RunId>().Order()];

    /// <summary>A shell script, as a request.</summary>
    public StartRequest Script(string text) => new() { Command = "/bin/sh", Arguments = ["-c", text], WorkingDirectory = Home.Work, Grace = TimeSpan.FromMilliseconds(300) };

    /// <summary>Starts a script under a worker that ends itself at a step; the start may see that.</summary>
    public void StartUnder(string step, StartRequest request) => Try(() => Under(step).Launch(request));

    /// <summary>Starts a run and waits for its end.</summary>
    public RunId RunToEnd(string script)
    {
        var id = Client.Launch(Script(script));
        Client.Wait(id, s_patience);
        return id;
    }

    /// <summary>Runs the executable, which ends itself at a step.</summary>
    public void Caller(string step, params string[] line) => Home.MillWith(Dying(step), line);

    /// <summary>Circumstances in which a process of Mill's ends itself at a step.</summary>
    public static RunOptions Dying(string step) => new() { Environment = new Dictionary<string, string?> { ["MILL_DIE_AT"] = step } };

    /// <summary>Does what somebody may refuse, since it was ended meanwhile.</summary>
    public static void Try(Action act)
    {
        try { act(); }
        catch (MillException) { }
    }

    /// <summary>Makes a file that scripts wait for.</summary>
    public void Touch(string name) => File.WriteAllText(Path.Combine(Home.Work, name), "");

    /// <summary>Waits until a run asks, or is not there to ask any more.</summary>
    public void UntilAsked() => Until.Holds(() => Ids().Length == 0 || Workers().Length == 0 || Client.List().Any(run => run.Questions is { Count: > 0 }), s_patience);

    /// <summary>Waits until nobody of Mill's is left who could still change anything.</summary>
    public void Settle() => UntilNobody(Workers);

    /// <summary>Waits until nobody is left who would end by themselves: whoever asks for a lost run does not.</summary>
    public void SettleBeforeRepair() => UntilNobody(() => [.. Workers().Where(line => !line.Contains("mill ask", StringComparison.Ordinal))]);

    // Looked twice: one that is launched while the first listing is gone through is not in it.
    static void UntilNobody(Func<string[]> look) => Until.True(() => look().Length == 0 && look().Length == 0, s_patience, "nobody of Mill's is left", () => string.Join('\n', look()));

    /// <summary>Ends a worker as a crash does.</summary>
    public void Kill(RunId id)
    {
        var worker = Home.WorkerOf(id.Text);
        Libc.Signal(worker, Libc.Kill);
        Until.True(() => !ProcFs.IsAlive(worker), s_patience, "the worker is gone");
    }

    /// <summary>Stops whatever is not over.</summary>
    public void StopAll()
    {
        foreach (var id in Ids()) Try(() => Client.Stop(id));
    }

    /// <inheritdoc cref="TestHome.Age"/>
    public void Age() => Home.Age();

    /// <inheritdoc cref="TestHome.Names"/>
    public string[] Names(string folder) => Home.Names(folder);

    /// <summary>Repairs all, and says what was found.</summary>
    public RepairOutcome[] Repair() => [.. Client.RepairAll()];

    /// <summary>Everything that is wrong, once all was done that a person would do.</summary>
    public IEnumerable<string> Faults(Scenario scenario)
    {
        Age();
        var before = Trees.Hash(Home.Home);
        if (Repair() is { Length: > 0 } again) yield return $"the next repair found {again[0].Verdict}: {again[0].Reason}";
        if (Trees.Hash(Home.Home) != before) yield return "the next repair changed something";
        foreach (var fault in Audit.OfHome(Home)) yield return fault;
        foreach (var outcome in Outcomes().Except(scenario.Outcomes)) yield return $"a run came to: {outcome}";
        foreach (var file in Directory.EnumerateFiles(Home.Work, "ran-*").Where(file => File.ReadAllLines(file).Length > 1)) yield return $"{Path.GetFileName(file)} ran twice";
        if (scenario.Must(this) is { } unmet) yield return unmet;
        foreach (var stray in Strays()) yield return $"{stray} is left";
    }

    /// <summary>What all runs came to.</summary>
    public IEnumerable<string> Outcomes() => Ids().Select(id => Audit.Outcome(Home.Read(id.Text, "run.json")));

    public void Dispose() => Home.Dispose();

    // What nobody cleans up but the next sweep.
    IEnumerable<string> Strays()
    {
        Client.Sweep().ToArray();
        return [.. Names("runs").Where(name => Id(name) is null), .. Names("bin").Where(name => name[0] == '.'), .. Names("queues").Where(name => name[0] == '.'),
            .. Directory.EnumerateFiles(Home.Home, "*.plain", SearchOption.AllDirectories), .. Directory.EnumerateFiles(Home.Home, "*.stage", SearchOption.AllDirectories),
            .. Names("queues").SelectMany(queue => Names($"queues/{queue}/waiting").Concat(Names($"queues/{queue}/running")))];
    }

    static RunId? Id(string name) => RunId.TryParse(name, out var id) ? id : null;

    // One that is just being launched still goes by the name of its launcher, then for a moment by none, as does one on its way out.
    string[] Workers() => [.. Home.Processes().Select(one => ProcFs.CommandLine(one.Pid)).Where(line => line is not [var program, ..]
        || Path.GetFileName(program) is "mill" or "mill-dummy" || line.Contains("_worker")).Select(line => string.Join(' ', line))];
}
