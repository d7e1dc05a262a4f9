using System.Diagnostics;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.Store;

/// <summary>A home with one run in it that nobody supervises: written by the code under test, and by other processes at the same time.</summary>
sealed class RunPlace : IDisposable
{
    static readonly DateTimeOffset s_created = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    readonly string _root = Directory.CreateTempSubdirectory("mill-store-").FullName;
    readonly List<Process> _others = [];

    public RunPlace()
    {
        Home = new HomeFolder(Current.Platform, Path.Combine(_root, "home"));
        Home.Prepare();
        Assert.True(RunId.TryParse("20260102-030405-abcd", out var id));
        Run = Home.Run(id);
        Directory.CreateDirectory(Run[FileNames.Logs]);
        Home.Mark(id);
        Change(EventDraft.Of(new RunStarted(new RunSpec { Command = "x", Path = "/x", WorkingDirectory = "/" }, s_created, "host", "1", null)));
    }

    public HomeFolder Home { get; }
    public RunFolder Run { get; }

    /// <summary>The path of one of the run's files.</summary>
    public string this[string name] => Run[name];

    /// <summary>Changes the run under its lock, in this process.</summary>
    public bool Change(params EventDraft[] drafts)
    {
        using var locked = LockedRun.Take(Run);
        return locked.Change(drafts);
    }

    /// <summary>Ends the run under its lock; false when it has ended.</summary>
    public bool End(RunStatus status, string message = "so it was", params EventDraft[] spawns)
    {
        using var locked = LockedRun.Take(Run);
        return locked.End(Result(locked.Record!, status, message), spawns);
    }

    /// <summary>A result for the run as it is.</summary>
    public static RunResult Result(RunRecord record, RunStatus status, string message = "so it was") =>
        Endings.Of(record, new RunEnded(status, Reason.Exit, message, 0, null, s_created.AddMinutes(1)));

    /// <summary>Repairs the run, whose worker is gone without a word, and insists that nothing is left to repair.</summary>
    public void RepairTwice()
    {
        using (File.Create(this[FileNames.WorkerLock])) { }
        var client = new MillClient(new MillOptions { Home = Home.Path });
        Assert.True(client.Repair(Run.Id).Repaired);
        Assert.Empty(client.RepairAll());
    }

    /// <summary>Starts another process that changes the run, with these arguments, until it has done or is ended.</summary>
    public Process Other(string behaviour, params string[] arguments)
    {
        var other = Programs.Start(Places.Dummy, [behaviour, Home.Path, Run.Id.Text, .. arguments], new RunOptions());
        _others.Add(other);
        return other;
    }

    /// <summary>Waits until other processes have done, and insists that all went well.</summary>
    public static void Done(params IEnumerable<Process> others)
    {
        foreach (var one in others)
        {
            var errors = one.StandardError.ReadToEndAsync();
            Assert.True(one.WaitForExit(TimeSpan.FromMinutes(5)), "Another process does not end.");
            Assert.True(one.ExitCode == 0, errors.Result);
        }
    }

    public void Dispose()
    {
        foreach (var one in _others)
        {
            if (!one.HasExited) one.Kill();
            one.WaitForExit();
            one.Dispose();
        }
        Directory.Delete(_root, recursive: true);
    }
}
