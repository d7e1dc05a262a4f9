namespace Mill.Tests.EndToEnd;

/// <summary>A worker that was killed.</summary>
public sealed class A_lost_worker : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Is_seen_at_once_and_its_tree_is_ended_by_repair()
    {
        var id = _home.StartDummy([], "tree", "3");
        var pids = _home.Pids(id, 3);
        Kill(id);
        Until.True(() => _home.Get(id).Text("effectiveStatus") == "lost", s_patience, "it is lost");
        _home.Mill("repair", id).Expect(0);
        Assert.Equal(("failed", "worker-lost"), (_home.Get(id).Text("status"), _home.Get(id).Text("reason")));
        Until.True(() => !Everybody.Pids("mill-dummy").Intersect(pids).Any(), s_patience, "the tree is gone");
        _home.Mill("repair", id).Expect(0);
        Assert.Single(_home.Events(id, "run:repaired"));
    }

    [Fact]
    public void Ends_a_wait_that_is_under_way()
    {
        var id = _home.StartDummy([], "sleep");
        using var waiting = Programs.Start(Places.Mill, ["wait", id, "--timeout", "60"], _home.Options);
        Until.Stays(() => !waiting.HasExited, TimeSpan.FromSeconds(1), "the wait goes on");
        Kill(id);
        Assert.True(waiting.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.Equal(3, waiting.ExitCode);
        _home.Mill("repair", id).Expect(0);
    }

    void Kill(string id) => Programs.Run("/bin/kill", ["-KILL", $"{_home.WorkerOf(id)}"], _home.Options).Expect(0);
}
