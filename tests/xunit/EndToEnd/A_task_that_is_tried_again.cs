using System.Text.Json;
using Mill.Runs;

namespace Mill.Tests.EndToEnd;

/// <summary>Tasks that are tried again, where something else happens before they are.</summary>
public sealed class A_task_that_is_tried_again : IDisposable
{
    const string LeavesSomebody = "trap '' TERM; sleep 600 & exit 1", WaitsForWord = "until [ -e go ]; do sleep 0.02; done";

    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    static TaskRequest Task(string name, string script, int attempts = 1) => new()
    {
        Name = name,
        Command = "/bin/sh",
        Arguments = ["-c", script],
        Retry = attempts > 1 ? new RetryPolicy { Attempts = attempts, DelayMs = 10 } : null,
    };

    string Start(StartRequest request) => _home.Client.Launch(request with { Command = "", WorkingDirectory = _home.Work }).Text;

    [Fact]
    public void is_tried_again_also_where_what_it_left_takes_longer_to_end_than_its_pause()
    {
        var run = _home.Ended(_home.StartScript($"[ -e again ] && exit 0; touch again; {LeavesSomebody}", "--retry", "3", "--retry-delay", "10ms", "--grace", "200ms"));

        Assert.Equal(("complete", 2L), (run.Text("status"), run.Number("tasks.0.attempts")));
    }

    [Fact]
    public void is_not_once_the_time_of_its_run_was_up_while_what_it_left_was_ended()
    {
        var run = _home.Ended(Start(new StartRequest { Command = "", Plan = new PlanRequest { Tasks = [Task("a", LeavesSomebody, 3)] }, Timeout = TimeSpan.FromSeconds(1), Grace = TimeSpan.FromSeconds(2) }));

        Assert.Equal(("failed", "timeout", 1L), (run.Text("status"), run.Text("reason"), run.Number("tasks.0.attempts")));
    }

    [Fact]
    public void is_not_once_another_has_failed_first_while_what_it_left_was_ended()
    {
        var tasks = EndedAtOnce(Task("a", $"{WaitsForWord}; {LeavesSomebody}", 3), Task("b", $"{WaitsForWord}; exit 1"));

        Assert.Equal(["skipped", "failed"], tasks.Select(task => task.Text("status")));
        Assert.Equal(("fail-fast", "b", 1L), (tasks[0].Text("reason"), tasks[0].Text("because"), tasks[0].Number("attempts")));
    }

    [Fact]
    public void is_not_where_another_has_failed_first_at_the_same_moment()
    {
        var tasks = EndedAtOnce(Task("a", $"{WaitsForWord}; exit 1"), Task("b", $"{WaitsForWord}; exit 1", 3));

        Assert.Equal(["failed", "failed"], tasks.Select(task => task.Text("status")));
        Assert.Equal(1, tasks[1].Number("attempts"));
    }

    // Of a plan that the first failure ends, whose tasks end while their worker stands still.
    JsonElement[] EndedAtOnce(params TaskRequest[] tasks)
    {
        var id = Start(new StartRequest { Command = "", Plan = new PlanRequest { Parallel = 2, FailFast = true, Tasks = tasks }, Grace = TimeSpan.FromSeconds(1) });
        var (worker, processes) = (_home.WorkerOf(id), _home.Events(id, "spawn:start").Select(one => (int)one.Number("payload.process.pid")).ToArray());
        Libc.Signal(worker, Libc.Stop);
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Until.True(() => !processes.Any(ProcFs.IsAlive), TimeSpan.FromSeconds(60), "both have ended");
        Libc.Signal(worker, Libc.Cont);
        return _home.Ended(id).Items("tasks");
    }

    [Fact]
    public void and_is_cut_short_in_its_last_attempt_by_the_time_of_its_run_is_not_given_up()
    {
        var id = Start(new StartRequest { Command = "", Plan = new PlanRequest { Tasks = [Task("a", "[ -e again ] && exec sleep 600; touch again; exit 1", 2)] }, Timeout = TimeSpan.FromSeconds(10), Grace = TimeSpan.FromSeconds(1) });
        var run = _home.Ended(id);

        Assert.Equal(("failed", "timeout", "timeout", 2L), (run.Text("status"), run.Text("reason"), run.Text("tasks.0.reason"), run.Number("tasks.0.attempts")));
        Assert.Empty(_home.Events(id, "task:deadletter"));
        Assert.False(File.Exists(_home.FileOf(id, "deadletter.ndjson")));
    }

    [Fact]
    public void and_is_stopped_in_its_last_attempt_is_not_given_up()
    {
        var id = _home.StartScript("[ -e again ] && touch last && exec sleep 600; touch again; exit 1", "--retry", "2", "--retry-delay", "10ms");
        Until.True(() => File.Exists(Path.Combine(_home.Work, "last")), TimeSpan.FromSeconds(60), "the last attempt runs");
        _home.Stop(id, "--grace", "1");

        Assert.Equal("cancelled", _home.Ended(id).Text("tasks.0.status"));
        Assert.False(File.Exists(_home.FileOf(id, "deadletter.ndjson")));
    }
}
