using System.Diagnostics;

namespace Mill.Tests.EndToEnd;

/// <summary>A worker that was ended from outside.</summary>
public sealed class A_lost_worker : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Takes_its_tree_with_it_and_is_seen_at_once()
    {
        var id = _home.StartDummy([], "tree", "3");
        var pids = _home.Pids(id, 3);
        Kill(_home.WorkerOf(id));
        Until.True(() => !Everybody.Pids("mill-dummy").Intersect(pids).Any(), s_patience, "the tree is gone with it");
        Assert.Equal("lost", _home.Get(id).Text("effectiveStatus"));
        Assert.Equal(3, _home.Mill("wait", id, "--timeout", "30").ExitCode);
    }

    [Fact]
    public void Is_repaired_once()
    {
        var id = _home.StartDummy([], "sleep");
        Kill(_home.WorkerOf(id));
        Until.True(() => _home.Get(id).Text("effectiveStatus") == "lost", s_patience, "it is lost");
        _home.Mill("repair", id).Expect(0);
        var run = _home.Get(id);
        Assert.Equal(("failed", "worker-lost"), (run.Text("status"), run.Text("reason")));
        Assert.Single(_home.Events(id, "run:repaired"));
        _home.Mill("repair", id).Expect(0);
        Assert.Single(_home.Events(id, "run:repaired"));
        Assert.Empty(_home.Active);
    }

    [Fact]
    public void Ends_a_wait_that_is_under_way()
    {
        var id = _home.StartDummy([], "sleep");
        using var waiting = Programs.Start(Places.Mill, ["wait", id, "--timeout", "60"], _home.Options);
        Until.Stays(() => !waiting.HasExited, TimeSpan.FromSeconds(1), "the wait goes on");
        Kill(_home.WorkerOf(id));
        Assert.True(waiting.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.Equal(3, waiting.ExitCode);
    }

    static void Kill(int pid)
    {
        var worker = Everybody.Of(pid);
        worker.Kill();
        Assert.True(worker.WaitForExit(s_patience));
    }
}
