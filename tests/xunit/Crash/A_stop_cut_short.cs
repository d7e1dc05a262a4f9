namespace Mill.Tests.Crash;

/// <summary>A stop whose caller is ended in the middle of it.</summary>
public sealed class A_stop_cut_short : IDisposable
{
    readonly Crashes _crashes = new();

    public void Dispose() => _crashes.Dispose();

    [Theory]
    [InlineData("cancel.told")]
    [InlineData("cancel.locked")]
    public void before_it_was_recorded_leaves_a_live_run(string step)
    {
        var id = _crashes.Home.Start("--", "sleep", "600");
        _crashes.DieAt(step, "stop", id);

        _crashes.Repair();
        var run = _crashes.Home.Get(id);
        Assert.Equal(("running", "healthy"), (run.Text("effectiveStatus"), run.Text("health")));

        _crashes.Home.Stop(id);
        _crashes.IsOver(id, "cancelled cancelled");
    }

    [Theory]
    [InlineData("end.result")]
    [InlineData("events.appended")]
    [InlineData("events.synced")]
    [InlineData("file.staged:2")]
    [InlineData("end.snapshot")]
    [InlineData("cancel.recorded")]
    public void once_it_was_recorded_stays_a_stop(string step)
    {
        var id = _crashes.Home.Start("--", "sleep", "600");
        _crashes.DieAt(step, "stop", id);

        _crashes.Home.Mill("repair", "--all").Expect(0);
        // The signal that the caller did not live to send; without it the worker looks at its next heartbeat.
        Libc.Signal(_crashes.Home.WorkerOf(id), Libc.Term);
        _crashes.Settle();

        _crashes.Repair();
        _crashes.IsOver(id, "cancelled cancelled");
        Assert.True(_crashes.Home.Stop(id).Is("alreadyTerminal"));
    }

    [Theory]
    [InlineData("cancel.locked", "failed worker-lost")]
    [InlineData("end.result", "cancelled cancelled")]
    [InlineData("events.appended", "cancelled cancelled")]
    [InlineData("events.synced", "cancelled cancelled")]
    [InlineData("end.snapshot", "cancelled cancelled")]
    [InlineData("cancel.recorded", "cancelled cancelled")]
    [InlineData("cancel.tree-ended", "cancelled cancelled")]
    [InlineData("tidy.cleanup", "cancelled cancelled")]
    [InlineData("tidy.files", "cancelled cancelled")]
    [InlineData("tidy.pid-file", "cancelled cancelled")]
    [InlineData("tidy.unmarked", "cancelled cancelled")]
    public void of_a_run_without_its_worker_is_finished_by_repair(string step, string outcome)
    {
        var id = _crashes.StartAndLoseWorker();
        _crashes.DieAt(step, "stop", id);

        _crashes.Repair();

        _crashes.IsOver(id, outcome);
    }

    [Theory]
    [InlineData("cancel.worker-paused")]
    [InlineData("cancel.tree-ended")]
    [InlineData("cancel.processes-gone")]
    public void of_a_worker_that_does_not_listen_is_done_by_the_next_one(string step)
    {
        var id = _crashes.Home.Start("--", "sleep", "600");
        Libc.Signal(_crashes.Home.WorkerOf(id), Libc.Stop);
        _crashes.DieAt(step, "stop", id, "--grace", "200ms");

        Assert.Equal("cancelled", _crashes.Home.Get(id).Text("status"));
        _crashes.Home.Stop(id);
        _crashes.Settle();
        _crashes.Repair();

        _crashes.IsOver(id, "cancelled cancelled");
    }

    [Fact]
    public void of_a_worker_that_does_not_listen_writes_nothing_once_it_is_off_the_list()
    {
        var id = _crashes.Home.Start("--", "sleep", "600");
        Libc.Signal(_crashes.Home.WorkerOf(id), Libc.Stop);
        _crashes.DieAt("tidy.unmarked", "stop", id, "--grace", "30s");

        // What was below the worker, and the worker itself.
        var cleanup = _crashes.Home.Read(id, "cleanup.json");
        Assert.Equal(("around-worker", 1, 1), (cleanup.Text("mechanism"), cleanup.Number("termSent"), cleanup.Number("killSent")));
        _crashes.Settle();
        _crashes.Repair();
        _crashes.IsOver(id, "cancelled cancelled");
    }
}
