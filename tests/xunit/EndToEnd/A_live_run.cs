using Mill.Liveness;
using Mill.Platform.Linux;
using Mill.Repair;
using Mill.Runs;

namespace Mill.Tests.EndToEnd;

/// <summary>A run that lives is left alone, whatever its files look like.</summary>
public sealed class A_live_run : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void whose_logs_its_process_has_closed_is_read_stopped_repaired_and_removed()
    {
        var mill = _home.AsNobody();
        var live = mill(["start", "--", "/bin/sh", "-c", "chmod 000 \"$MILL_RUN_DIR/logs\"; exec sleep 600"]).Expect(0).Out.Trim();
        Until.True(() => new DirectoryInfo(_home.FileOf(live, "logs")).UnixFileMode == UnixFileMode.None, TimeSpan.FromSeconds(60), "it has closed them");
        Assert.Equal("running", mill(["get", live, "--json"]).Expect(0).Json.Text("effectiveStatus"));
        Assert.Equal(live, mill(["ls", "--json"]).Expect(0).Json[0].Text("id"));

        Assert.Equal("cancelled", mill(["stop", live, "--json"]).Expect(0).Json.Text("status"));
        Assert.Equal("cancelled", mill(["get", live, "--json"]).Expect(0).Json.Text("effectiveStatus"));
        mill(["repair", live]).Expect(0);
        foreach (var verb in (string[])["logs", "watch"]) mill([verb, live]).Expect(verb == "watch" ? 4 : 0);
        mill(["rm", live]).Expect(0);
        Assert.Empty(_home.Names("runs"));
    }

    [Fact]
    public void C30_with_an_old_heartbeat_is_flagged_and_never_repaired()
    {
        var id = _home.Start("--", "sleep", "600");
        _home.HeartbeatOf(id);
        Libc.Signal(_home.WorkerOf(id), Libc.Stop);
        _home.HasOldHeartbeat(id, TimeSpan.FromHours(1));

        Assert.Equal(("running", "stale"), (_home.Get(id).Text("effectiveStatus"), _home.Get(id).Text("health")));
        Assert.False(_home.Repair(id).Is("repaired"));
        _home.Mill("repair", "--all").Expect(0);

        Assert.Equal("running", _home.Get(id).Text("status"));
        Assert.True(ProcFs.IsAlive(_home.ProcessOf(id)));
        Libc.Signal(_home.WorkerOf(id), Libc.Cont);
    }

    [Fact]
    public void C38_that_was_silent_for_a_day_is_flagged_and_ended_by_force_alone()
    {
        var id = _home.Start("--", "sleep", "600");
        _home.HeartbeatOf(id);
        var (run, process) = (TestHome.Named(id), _home.ProcessOf(id));
        var tomorrow = _home.FolderOn(new LinuxPlatform { Clock = new Later(TimeSpan.FromHours(25)) });
        var repairer = new Repairer(tomorrow, (_, _) => null);

        var seen = Viewer.Look(tomorrow.Run(run));
        Assert.Equal((EffectiveStatus.Running, Health.Quiet, false), (seen.EffectiveStatus, seen.Health, seen.Mismatch));
        Assert.Contains("has done nothing for 25 h", seen.HealthReason);
        RepairOutcome[] outcomes = [repairer.Repair(run, new RepairRequest()), .. repairer.RepairAll(new RepairRequest(), null)];
        Assert.Equal([("flagged", false), ("flagged", false)], outcomes.Select(one => (one.Verdict, one.Repaired)));
        Assert.Equal("running", _home.Get(id).Text("effectiveStatus"));
        Assert.True(ProcFs.IsAlive(process));

        Assert.True(repairer.Repair(run, new RepairRequest { Force = true }).Repaired);
        Assert.Equal(("failed", "heartbeat-stale"), (_home.Get(id).Text("status"), _home.Get(id).Text("reason")));
        Assert.False(ProcFs.IsAlive(process));
    }

    [Fact]
    public void C24_goes_on_beating_while_its_worker_waits_for_the_lock()
    {
        var id = _home.StartScript("while ! [ -e go ]; do sleep 0.05; done");
        var first = _home.HeartbeatOf(id).Number("tick");
        using (Until.Some(() => Libc.Lock(_home.FileOf(id, "run.lock")), TimeSpan.FromSeconds(60), "the run's lock"))
        {
            File.WriteAllText(Path.Combine(_home.Work, "go"), "");
            Until.True(() => _home.Read(id, "heartbeat.json").Number("tick") > first, TimeSpan.FromSeconds(60), "the heartbeat advances");
            Assert.Equal("running", _home.Get(id).Text("status"));
        }
        Assert.Equal("complete", _home.Ended(id).Text("status"));
    }

    [Fact]
    public void C93_shows_its_output_while_it_runs_and_after()
    {
        var id = _home.StartScript("echo early; while ! [ -e go ]; do sleep 0.05; done; echo late");
        Until.True(() => _home.Mill("logs", id).Out == "early\n", TimeSpan.FromSeconds(20), "the line is visible");
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        _home.Ended(id);

        Assert.Equal("early\nlate\n", _home.Mill("logs", id).Expect(0).Out);
    }

    [Fact]
    public void C14_goes_on_when_the_program_that_supervises_it_is_replaced()
    {
        var copy = Path.Combine(_home.Work, "some copy");
        var copied = Programs.Run("/bin/cp", ["-r", Path.GetDirectoryName(Places.Mill)!, copy], new RunOptions()).Expect(0);
        Assert.Empty(copied.Err);
        File.CreateSymbolicLink(Path.Combine(_home.Work, "a link"), Path.Combine(copy, Path.GetFileName(Places.Mill)));
        var id = Programs.Run(Path.Combine(_home.Work, "a link"), ["start", "--", "/bin/sh", "-c", "while ! [ -e go ]; do sleep 0.05; done"],
            _home.At(new RunOptions())).Expect(0).Out.Trim();

        Directory.Delete(copy, recursive: true);

        Assert.Equal("running", _home.Get(id).Text("effectiveStatus"));
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Assert.Equal("complete", _home.Ended(id).Text("status"));
    }

    [Fact]
    public void C19_goes_on_when_its_script_is_removed()
    {
        var script = Path.Combine(_home.Work, "script.sh");
        File.WriteAllText(script, "#!/bin/sh\ntouch there\nwhile ! [ -e go ]; do sleep 0.05; done\necho done\n");
        Programs.LetRun(script);
        var id = _home.Start("--", script);
        Until.True(() => File.Exists(Path.Combine(_home.Work, "there")), s_soon, "the shell has opened it");

        File.Delete(script);
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal("done\n", _home.Text(id, "logs/main.1.out"));
    }

    [Theory]
    [InlineData("a link")]
    [InlineData("a pipe")]
    [InlineData("a folder")]
    public void goes_on_and_stands_in_nobodys_way_whatever_is_in_the_place_of_its_events(string what)
    {
        var (id, other) = (_home.Start("--queue", "q", "--", "sleep", "600"), _home.Start("--", "sleep", "600"));
        PutInstead(_home.FileOf(id, "events.ndjson"), what);

        _home.Mill("stop", other).Expect(0);
        Assert.Equal("pending", _home.Get(_home.Start("--queue", "q", "--", "true")).Text("status"));
        // It looks at the record then, as at each heartbeat.
        Libc.Signal(_home.WorkerOf(id), Libc.Term);
        Until.True(() => Path.Exists(_home.FileOf(id, "events.ndjson.damaged")), s_soon, "the worker hears the signal, and has something to tell");

        Until.True(() => _home.Events(id, "worker:signal").Length == 1, s_soon, "the log is told again");
        Assert.Equal("running", _home.Get(id).Text("status"));
        Assert.True(ProcFs.IsAlive(_home.ProcessOf(id)));
    }

    static void PutInstead(string path, string what)
    {
        File.Move(path, path + ".before");
        if (what == "a link") File.CreateSymbolicLink(path, path + ".before");
        else if (what == "a pipe") Assert.True(Libc.MakeFifo(path));
        else Directory.CreateDirectory(path);
    }

    [Fact]
    public void is_not_ended_by_the_launcher_of_another_worker_that_was_gone_without_an_answer()
    {
        var id = _home.Start("--", "sleep", "600");

        EarlyExit.Record(_home.AsFolder.Run(TestHome.Named(id)), 1);

        Assert.Equal("running", _home.Get(id).Text("status"));
        Assert.True(ProcFs.IsAlive(_home.ProcessOf(id)));
    }
}
