namespace Mill.Tests.Crash;

/// <summary>A worker that is ended at each step of its life, with a process of its run left running.</summary>
public sealed class A_worker_cut_short : IDisposable
{
    const string LeavesSomebody = "sleep 600 & exit 3";
    readonly Crashes _crashes = new();

    public void Dispose() => _crashes.Dispose();

    [Theory]
    [InlineData("worker.started")]
    [InlineData("worker.orders-read")]
    [InlineData("file.staged:1")]
    [InlineData("file.staged:2")]
    [InlineData("worker.introduced")]
    [InlineData("spawn.logs-made")]
    [InlineData("spawn.launched")]
    [InlineData("worker.launched")]
    [InlineData("events.appended")]
    [InlineData("events.synced")]
    [InlineData("file.staged:3")]
    [InlineData("worker.announced")]
    public void before_it_has_answered_its_launcher_is_an_early_exit(string step) => EndsAs("failed early-exit", step);

    [Theory]
    [InlineData("worker.orders-read", true)]
    [InlineData("worker.launched", false)]
    [InlineData("worker.announced", false)]
    public void before_it_has_answered_is_said_to_have_launched_nothing_only_where_it_has_not(string step, bool nothing)
    {
        var id = EndsAs("failed early-exit", step);
        Assert.Equal(nothing, _crashes.Home.Get(id).Text("message")!.Contains("launched anything", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("worker.ending")]
    [InlineData("worker.locked-to-end")]
    [InlineData("file.staged:4")]
    public void before_the_end_was_written_is_lost(string step) => EndsAs("failed worker-lost", step);

    [Theory]
    [InlineData("end.result")]
    [InlineData("events.appended:2")]
    [InlineData("events.synced:2")]
    [InlineData("file.staged:5")]
    [InlineData("end.snapshot")]
    [InlineData("worker.leftovers-ended")]
    [InlineData("worker.leaving")]
    [InlineData("events.appended:3")]
    [InlineData("events.synced:3")]
    [InlineData("tidy.cleanup")]
    [InlineData("tidy.files")]
    [InlineData("tidy.pid-file")]
    [InlineData("tidy.unmarked")]
    [InlineData("sweep.due")]
    public void once_the_end_was_written_keeps_that_end(string step)
    {
        var id = EndsAs("failed exit", step);

        var run = _crashes.Home.Get(id);
        Assert.Equal((3L, 3L), (run.Number("exitCode"), run.Number("tasks.0.exitCode")));
        Assert.Equal(3, Assert.Single(_crashes.Home.Events(id, "spawn:error")).Number("payload.exitCode"));
        Assert.Equal("3\n", _crashes.Home.Text(id, "exit_code"));
    }

    // They may keep its output open for as long as they live.
    [Fact]
    public void C61_once_the_end_was_written_has_waited_for_nobody_who_was_left_behind()
    {
        var id = _crashes.StartUnderWorkerDyingAt("end.snapshot", "sleep 600 & echo $! > left.pid; exit 3");
        var left = _crashes.Home.PidIn("left.pid");

        Assert.Equal("failed exit", Audit.Outcome(_crashes.Home.Read(id, "run.json")));
        Assert.True(ProcFs.IsAlive(left));
        _crashes.Repair();
        _crashes.IsOver(id, "failed exit");
        Assert.False(ProcFs.IsAlive(left));
    }

    [Fact]
    public void C54_once_the_end_was_written_leaves_the_rest_to_a_stop_which_keeps_that_end()
    {
        var id = _crashes.StartUnderWorkerDyingAt("end.snapshot", "sleep 600 & echo $! > left.pid; exit 3");
        var left = _crashes.Home.PidIn("left.pid");
        Assert.True(ProcFs.IsAlive(left));

        var outcome = _crashes.Home.Stop(id);

        Assert.Equal(("failed", true), (outcome.Text("status"), outcome.Is("alreadyTerminal")));
        Assert.False(ProcFs.IsAlive(left));
        _crashes.IsOver(id, "failed exit");
    }

    [Theory]
    [InlineData("worker.hook-launched")]
    public void in_a_hook_keeps_the_end_of_the_run_and_leaves_the_hook_to_repair(string step)
    {
        var id = _crashes.StartUnderWorkerDyingAt(step, new StartRequest
        {
            Command = "/bin/sh",
            Arguments = ["-c", "exit 3"],
            WorkingDirectory = _crashes.Home.Work,
            OnEnd = new Runs.RunHook { Command = ["/bin/sleep", "600"] },
        });
        Assert.NotEmpty(_crashes.Home.Processes());
        _crashes.Repair();
        _crashes.IsOver(id, "failed exit");
    }

    [Theory]
    [InlineData("log.rewritten")]
    public void while_it_makes_a_log_plain_leaves_no_half_of_it(string step)
    {
        var id = _crashes.StartUnderWorkerDyingAt(step, new StartRequest
        {
            Command = "/bin/sh",
            Arguments = ["-c", "head -c 6000000 /dev/zero; exit 3"],
            WorkingDirectory = _crashes.Home.Work,
            LogCap = Runs.RunSpec.LeastLogCapBytes,
        });
        _crashes.Repair();
        _crashes.IsOver(id, "failed exit");
        Assert.Equal(["main.1.err", "main.1.out", "repair.log", "worker.log"], Directory.GetFiles(_crashes.Home.FileOf(id, "logs")).Select(Path.GetFileName).Where(name => name != "cancel.log").Order(StringComparer.Ordinal));
    }

    string EndsAs(string outcome, string step)
    {
        var id = _crashes.StartUnderWorkerDyingAt(step, LeavesSomebody);
        _crashes.Repair();
        _crashes.IsOver(id, outcome);
        return id;
    }
}
