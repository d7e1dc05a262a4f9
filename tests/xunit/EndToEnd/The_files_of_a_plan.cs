using Mill.Runs;

namespace Mill.Tests.EndToEnd;

/// <summary>The logs of many tasks: who writes to them, and how many may be open.</summary>
public sealed class The_files_of_a_plan : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    static TaskRequest Task(string name, string script, params string[] after) => new() { Name = name, Command = "/bin/sh", Arguments = ["-c", script], After = after };

    string Start(StartRequest request) => _home.Client.Launch(request with { WorkingDirectory = _home.Work }).Text;

    [Theory]
    [InlineData("exit 0", 1)]
    [InlineData("exit 1", 2)]
    [InlineData("exit 0", 1, "env -i PATH=/usr/bin:/bin setsid")] // carries no mark of the run
    public void keep_what_those_still_write_whom_a_task_left_in_the_background(string ends, int attempts, string how = "")
    {
        var writes = Task("a", $"[ -e once ] && exit 0; touch once; {how} sh -c 'until [ -e go ]; do sleep 0.02; done; echo late; touch said' & head -c 6000000 /dev/zero | tr '\\0' x; {ends}");
        var id = Start(new StartRequest
        {
            Command = "",
            Plan = new PlanRequest { Tasks = [writes with { Retry = new RetryPolicy { Attempts = 2, DelayMs = 10 } }, Task("b", "touch go; until [ -e said ]; do sleep 0.02; done", "a")] },
            AllowBackground = true,
            LogCap = RunSpec.LeastLogCapBytes,
        });
        var run = _home.Ended(id);

        Assert.Equal(("complete", attempts), (run.Text("status"), (int)run.Number("tasks.0.attempts")));
        Assert.EndsWith("late\n", _home.Text(id, "logs/a.1.out"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ulimit -Sn 64", "64")]
    [InlineData("ulimit -n 128", "128")]
    public void are_no_more_than_may_be_open(string limit, string seen)
    {
        var plan = Path.Combine(_home.Work, "plan.json");
        File.WriteAllText(plan, $"[{string.Join(',', Enumerable.Range(0, 50).Select(n => $$"""{ "name": "t{{n}}", "command": "/bin/sh", "args": ["-c", "ulimit -Sn; exec sleep 0.5"] }"""))}]");
        var id = Programs.Run("/bin/sh", ["-c", $"{limit}; '{Places.Mill}' start --parallel 50 --plan '{plan}'; :"], _home.At(new RunOptions())).Expect(0).Out.Trim();

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.All([0, 1, 49], n => Assert.Equal(seen + "\n", _home.Text(id, $"logs/t{n}.1.out")));
    }

    [Fact]
    public void that_cannot_be_made_fail_their_task_only()
    {
        var id = Start(new StartRequest
        {
            Command = "",
            Plan = new PlanRequest { Tasks = [Task("a", "mkdir \"$MILL_RUN_DIR/logs/b.1.err\""), Task("b", "true", "a"), Task("c", "true", "a")] },
        });
        var tasks = _home.Ended(id).Items("tasks");

        Assert.Equal(["complete", "failed", "complete"], tasks.Select(task => task.Text("status")));
        Assert.Equal("spawn-failed", tasks[1].Text("reason"));
    }
}
