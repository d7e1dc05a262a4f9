namespace Mill.Tests.Crash;

/// <summary>A stop that is recorded while the worker is about to record the run's own end, and has not heard of it.</summary>
public sealed class A_stop_that_meets_the_end : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);
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
    void StopAsItEnds(string id)
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
        _crashes.DieAt("cancel.recorded", "stop", id);
        Libc.Signal(worker, Libc.Cont);
    }
}
