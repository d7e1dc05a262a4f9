namespace Mill.Tests.Crash;

/// <summary>A stop that is recorded while the worker is about to record the run's own end, and has not heard of it.</summary>
public sealed class A_stop_that_meets_the_end : IDisposable
{
    const ulong TermPending = 1 << (15 - 1); // as /proc shows SIGTERM
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    readonly Crashes _crashes = new();

    public void Dispose() => _crashes.Dispose();

    [Fact]
    public void ends_what_might_have_stayed_in_the_background()
    {
        var home = _crashes.Home;
        var id = home.StartScript("sleep 600 & echo $! > left.pid; until [ -e go ]; do sleep 0.02; done", "--allow-background");
        var left = home.PidIn("left.pid");
        StopAsItEnds(id);

        Until.True(() => !ProcFs.IsAlive(left), s_soon, "nobody is left in the background");
        _crashes.IsOver(id, "cancelled cancelled");
        Assert.Contains("the record says cancelled", home.Text(id, "logs/worker.log"), StringComparison.Ordinal);
    }

    [Fact]
    public void gives_those_in_the_background_all_the_time_that_it_allows()
    {
        var home = _crashes.Home;
        var id = home.StartScript("(trap 'trap \"\" TERM; sleep 2.5; touch finished; exit' TERM; touch trapped; while :; do sleep 0.02; done) & until [ -e go ]; do sleep 0.02; done", "--allow-background");
        Until.True(() => File.Exists(Path.Combine(home.Work, "trapped")), s_soon, "it can be asked to end");
        StopAsItEnds(id, "--grace", "60s");

        _crashes.IsOver(id, "cancelled cancelled");
        Assert.True(File.Exists(Path.Combine(home.Work, "finished")));
    }

    [Fact]
    public void asks_whoever_typed_it_in_the_background_after_all_others()
    {
        var home = _crashes.Home;
        var id = home.StartScript("""
            (trap 'trap "" TERM; sleep 0.5; [ -e asker ] && : > too-early; : > finished; exit' TERM; touch trapped; while :; do sleep 0.02; done) &
            (trap ': > asker' TERM; until [ -e stop ]; do sleep 0.02; done; mill stop "$MILL_RUN_ID" --grace 60s & while [ ! -e asker ]; do sleep 0.02; done) &
            until [ -e go ]; do sleep 0.02; done
            """, "--allow-background");
        Until.True(() => File.Exists(Path.Combine(home.Work, "trapped")), s_soon, "the other can be asked to end");
        var worker = StandsStillAtTheEnd(id, () => File.WriteAllText(Path.Combine(home.Work, "stop"), ""));
        Until.True(() => File.Exists(home.FileOf(id, "logs/cancel.log")) && home.Text(id, "logs/cancel.log").Contains("asked worker", StringComparison.Ordinal), s_soon, "the stop is recorded");
        Until.True(() => ProcFs.Status(worker, "ShdPnd") is { } pending && (Convert.ToUInt64(pending, 16) & TermPending) != 0, s_soon, "the worker has been asked");
        Libc.Signal(worker, Libc.Cont);

        _crashes.IsOver(id, "cancelled cancelled");
        Assert.True(File.Exists(Path.Combine(home.Work, "finished")));
        Assert.False(File.Exists(Path.Combine(home.Work, "too-early")));
    }

    [Fact]
    public void leaves_no_word_of_a_task_that_was_given_up()
    {
        var id = _crashes.Home.StartScript("[ -e again ] || { touch again; exit 1; }; touch last; until [ -e go ]; do sleep 0.02; done; exit 1", "--retry", "2", "--retry-delay", "10ms");
        Until.True(() => File.Exists(Path.Combine(_crashes.Home.Work, "last")) && _crashes.Home.Events(id, "spawn:start").Length == 2, s_soon, "the last attempt runs");
        StopAsItEnds(id);

        _crashes.IsOver(id, "cancelled cancelled");
        Assert.Empty(_crashes.Home.Events(id, "task:deadletter"));
        Assert.False(File.Exists(_crashes.Home.FileOf(id, "deadletter.ndjson")));
    }

    // The stopping program dies before it tells the worker, which then comes to record its end and finds another there.
    void StopAsItEnds(string id, params string[] options)
    {
        var worker = StandsStillAtTheEnd(id);
        _crashes.DieAt("cancel.recorded", ["stop", id, .. options]);
        Libc.Signal(worker, Libc.Cont);
    }

    int StandsStillAtTheEnd(string id, Action? atLast = null)
    {
        var home = _crashes.Home;
        var (worker, process) = (home.WorkerOf(id), home.ProcessOf(id));
        using (Until.Some(() => Libc.Lock(home.FileOf(id, "run.lock")), s_soon, "the run's lock"))
        {
            File.WriteAllText(Path.Combine(home.Work, "go"), "");
            Until.True(() => home.Text(id, "logs/worker.log").Contains($"process {process} ended", StringComparison.Ordinal), s_soon, "the worker has seen the end");
            Libc.Signal(worker, Libc.Stop);
            Until.True(() => ProcFs.Look(worker)?.State == 'T', s_soon, "the worker stands still");
        }
        atLast?.Invoke();
        return worker;
    }
}
