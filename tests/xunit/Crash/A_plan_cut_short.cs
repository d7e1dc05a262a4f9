namespace Mill.Tests.Crash;

/// <summary>A worker that is ended between the tasks of a plan: repair leads to one outcome, and a resume finishes what was left.</summary>
public sealed class A_plan_cut_short : IDisposable
{
    readonly Crashes _crashes = new();

    public void Dispose() => _crashes.Dispose();

    [Theory]
    [InlineData("events.synced", "early-exit")]
    [InlineData("worker.announced", "early-exit")]
    [InlineData("plan.taken-in", "worker-lost")]
    [InlineData("spawn.launched:2", "early-exit")]
    [InlineData("spawn.logs-made:3", "worker-lost")]
    [InlineData("spawn.launched:3", "worker-lost")]
    [InlineData("plan.launched", "worker-lost")]
    [InlineData("plan.recorded", "worker-lost")]
    [InlineData("worker.locked-to-end", "worker-lost")]
    public void is_lost_once_and_finished_by_a_resume(string step, string reason)
    {
        var id = _crashes.StartUnderWorkerDyingAt(step, Plan(null));
        _crashes.Repair();
        _crashes.IsOver(id, $"failed {reason}");

        Resume(id);
        _crashes.IsOver(id, "complete exit");
        EveryTaskEndedWellOnce(id);
    }

    [Theory]
    [InlineData("plan.taken-in")]
    [InlineData("plan.launched")]
    [InlineData("plan.recorded")]
    public void between_two_attempts_counts_on(string step)
    {
        var id = _crashes.StartUnderWorkerDyingAt(step, Plan(new Runs.RetryPolicy { Attempts = 3, DelayMs = 10 }));
        _crashes.Repair();
        Resume(id);
        _crashes.IsOver(id, "complete exit");
        EveryTaskEndedWellOnce(id);
    }

    [Theory]
    [InlineData("plan.given-up")]
    public void after_a_task_was_given_up_has_given_it_up_once(string step)
    {
        var id = _crashes.StartUnderWorkerDyingAt(step, new StartRequest
        {
            Command = "",
            WorkingDirectory = _crashes.Home.Work,
            Plan = new PlanRequest { Parallel = 2, Tasks = [Task("a", "exit 5") with { Retry = new Runs.RetryPolicy { Attempts = 2, DelayMs = 10 } }, Task("b", "sleep 600")] },
        });
        _crashes.Repair();
        _crashes.IsOver(id, "failed worker-lost");
        Assert.Single(_crashes.Home.Events(id, "task:deadletter"));
    }

    // The first attempt at b fails where it may be tried again.
    StartRequest Plan(Runs.RetryPolicy? retry) => new()
    {
        Command = "",
        WorkingDirectory = _crashes.Home.Work,
        Plan = new PlanRequest
        {
            Parallel = 2,
            Tasks =
            [
                Task("a", "exit 0"),
                Task("b", retry is null ? "exit 0" : "[ -e tried ] && exit 0; touch tried; exit 1") with { Retry = retry },
                Task("c", "exit 0") with { After = ["a", "b"] },
                Task("d", "exit 0") with { After = ["c"] },
            ],
        },
    };

    static TaskRequest Task(string name, string script) => new() { Name = name, Command = "/bin/sh", Arguments = ["-c", script] };

    void Resume(string id)
    {
        _crashes.Home.Mill("resume", id).Expect(0);
        Assert.Equal("complete", _crashes.Home.Ended(id).Text("status"));
        _crashes.Settle();
    }

    void EveryTaskEndedWellOnce(string id)
    {
        var ended = _crashes.Home.Events(id, "spawn:complete").Select(one => one.Text("payload.task")).ToArray();
        Assert.Equal(ended.Distinct().Order(), ended.Order());
        Assert.Equal("abcd", string.Concat(ended.Order()));
    }
}
