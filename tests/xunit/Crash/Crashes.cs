using Mill.Runs;

namespace Mill.Tests.Crash;

/// <summary>A home in which processes are ended at named steps, and what has to be true once repair has been there.</summary>
sealed class Crashes : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);

    public Crashes()
    {
        Assert.SkipUnless(Places.HasSteps, "A released build has no named steps.");
        Home = new TestHome(); // Not before: nobody disposes of what a skipped test has made.
    }

    public TestHome Home { get; }

    public void Dispose() => Home.Dispose();

    /// <summary>Runs the executable, which must end itself at a step.</summary>
    public void DieAt(string step, params string[] line)
    {
        var answer = Home.MillWith(new RunOptions { Environment = new Dictionary<string, string?> { ["MILL_DIE_AT"] = step } }, line);
        Assert.True(answer.ExitCode == 128 + Libc.Kill, $"It did not reach {step}.\n{answer}");
    }

    /// <summary>Starts a script under a worker that ends itself at a step, and waits until that worker is gone. Returns the run's id.</summary>
    public string StartUnderWorkerDyingAt(string step, string script) =>
        StartUnderWorkerDyingAt(step, new StartRequest { Command = "/bin/sh", Arguments = ["-c", script], WorkingDirectory = Home.Work });

    /// <summary>The same with anything that can be started.</summary>
    public string StartUnderWorkerDyingAt(string step, StartRequest request)
    {
        var client = new MillClient(new MillOptions { Home = Home.Home, Executable = MillThatDiesAt(step) });
        try { client.Start(request); }
        catch (MillException e) when (e.Code == MillError.EarlyExit) { }
        var id = Assert.Single(Ids());
        Until.True(() => !Home.HasLife(id) && !Home.Processes().Any(one => ProcFs.CommandLine(one.Pid).Contains("_worker")), s_soon, $"the worker is gone at {step}");
        return id;
    }

    /// <summary>A run whose worker was ended from outside while its process goes on.</summary>
    public string StartAndLoseWorker()
    {
        var id = Home.Start("--", "sleep", "600");
        Home.KillWorker(id);
        return id;
    }

    /// <summary>A run that is over, and of which nobody is left.</summary>
    public string EndedWith(int exitCode)
    {
        var id = Home.StartScript($"echo out; echo err >&2; exit {exitCode}");
        Home.Ended(id);
        Settle();
        return id;
    }

    /// <inheritdoc cref="TestHome.Settle"/>
    public void Settle() => Home.Settle();

    /// <summary>The ids of all runs.</summary>
    public string[] Ids() => [.. Home.Names("runs").Where(name => RunId.TryParse(name, out _))];

    /// <summary>What is on the to-do list.</summary>
    public string[] Marked() => Home.Names("active");

    /// <inheritdoc cref="TestHome.Age"/>
    public void Age() => Home.Age();

    /// <summary>Repairs everything, and insists that a second repair finds nothing to do and leaves every byte alone.</summary>
    public void Repair()
    {
        _ = Home.Client.RepairAll().ToArray();
        var before = Trees.Hash(Home.Home);
        Assert.Empty(Home.Client.RepairAll());
        Assert.Equal(before, Trees.Hash(Home.Home));
    }

    /// <summary>Insists that a run has exactly one outcome, that all that tells it agrees, and that nothing is left over.</summary>
    public void IsOver(string id, string outcome)
    {
        Settle();
        Assert.Equal(outcome, Audit.Outcome(Home.Read(id, "run.json")));
        Assert.Empty(Audit.OfRun(Home, id));
        Assert.DoesNotContain(id, Marked());
    }

    /// <summary>An executable that is mill and ends itself at a step, as a worker too.</summary>
    public string MillThatDiesAt(string step) => Home.MillWhere("MILL_DIE_AT", step);

    /// <summary>An executable that is mill and fails at a step as no code expects, as a worker too.</summary>
    public string MillThatFailsAt(string step) => Home.MillWhere("MILL_FAIL_AT", step);
}
