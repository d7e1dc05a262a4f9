using Mill.Runs;

namespace Mill.Tests.Crash;

/// <summary>A worker in which something fails that nobody expected: the run does not hang in the air, and what failed is told.</summary>
public sealed class A_worker_that_fails : IDisposable
{
    readonly Crashes _crashes = new();

    public void Dispose() => _crashes.Dispose();

    [Theory]
    [InlineData("worker.announced")]
    [InlineData("plan.launched")]
    [InlineData("plan.taken-in")]
    [InlineData("plan.recorded")]
    public void C13_C22_ends_the_processes_of_its_run_records_that_and_says_what_failed(string step)
    {
        var client = new MillClient(new MillOptions { Home = _crashes.Home.Home, Executable = _crashes.MillThatFailsAt(step) });
        var request = new StartRequest
        {
            Command = "",
            WorkingDirectory = _crashes.Home.Work,
            Plan = new PlanRequest { Parallel = 2, Tasks = [Task("long", "exec sleep 600"), Task("a", "exit 0"), Task("b", "exit 0") with { After = ["a"] }] },
        };
        try { client.Start(request); }
        catch (MillException e) when (e.Code == MillError.EarlyExit) { }
        var id = Assert.Single(_crashes.Ids());
        _crashes.Settle();

        _crashes.IsOver(id, "failed worker-fault");
        Assert.Contains($"made to fail at {step}", _crashes.Home.Text(id, "result.json"), StringComparison.Ordinal);
        var log = _crashes.Home.Text(id, "logs/worker.log");
        Assert.Contains($"made to fail at {step}", log, StringComparison.Ordinal);
        Assert.Contains("   at Mill.", log, StringComparison.Ordinal);
        Assert.Contains("worker-fault", _crashes.Home.Text(id, "events.ndjson"), StringComparison.Ordinal);
    }

    [Fact]
    public void C95_says_what_failed_without_a_secret()
    {
        const string value = "xyz-very-secret-123";
        var client = new MillClient(new MillOptions { Home = _crashes.Home.Home, Executable = _crashes.MillThatFailsAt("worker.announced") });
        var refused = Assert.Throws<MillException>(() => client.Start(new StartRequest
        {
            Command = "/bin/sleep",
            Arguments = ["600"],
            WorkingDirectory = _crashes.Home.Work,
            Environment = new Dictionary<string, string?> { ["FOO_TOKEN"] = value },
            BaseEnvironment = new Dictionary<string, string> { ["SOME_API_KEY"] = value },
        }));
        _crashes.Settle();

        Assert.Contains("made to fail at worker.announced", _crashes.Home.Text(Assert.Single(_crashes.Ids()), "logs/worker.log"), StringComparison.Ordinal);
        Assert.DoesNotContain(value, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Trees.FilesWith(_crashes.Home.Home, value));
    }

    [Fact]
    public void tells_of_no_attempt_that_never_comes()
    {
        var client = new MillClient(new MillOptions { Home = _crashes.Home.Home, Executable = _crashes.MillThatFailsAt("plan.recorded") });
        var id = client.Launch(new StartRequest
        {
            Command = "",
            WorkingDirectory = _crashes.Home.Work,
            Plan = new PlanRequest { Parallel = 2, Tasks = [Task("long", "exec sleep 600") with { Retry = new RetryPolicy { Attempts = 3 } }, Task("a", "exit 0"), Task("b", "exit 0") with { After = ["a"] }] },
        }).Text;
        _crashes.Settle();

        _crashes.IsOver(id, "failed worker-fault");
        Assert.Equal("failed", _crashes.Home.Get(id).Text("tasks.0.status"));
        Assert.Empty(_crashes.Home.Events(id, "task:retry"));
    }

    static TaskRequest Task(string name, string script) => new() { Name = name, Command = "/bin/sh", Arguments = ["-c", script] };
}
