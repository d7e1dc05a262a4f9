using Mill.Platform;

namespace Mill.Tests.EndToEnd;

/// <summary>Stopping runs.</summary>
public sealed class A_stop : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void C64_ends_a_tree_of_three_and_its_worker()
    {
        var id = _home.StartDummy([], "tree", "3");
        var pids = _home.Pids(id, 3);
        var stopped = _home.Mill("stop", id, "--grace", "1s", "--json").Expect(0).Json;
        Assert.Equal("cancelled", stopped.Text("status"));
        Assert.Equal("job", stopped.Text("mechanism"));
        Assert.Empty(Everybody.Pids("mill-dummy").Intersect(pids));
        Until.True(() => Everybody.Pids("mill").Length == 0, s_patience, "the worker is gone");
        Assert.Empty(_home.Active);
    }

    [Fact]
    public void Lets_a_process_end_by_itself_that_hears_of_it()
    {
        var id = _home.StartDummy([], "end-when-asked");
        _home.Pids(id, 1);
        var stopped = _home.Mill("stop", id, "--grace", "10s", "--json").Expect(0).Json;
        Assert.SkipWhen(stopped.Number("termSent") == 0, "Its console cannot be reached here.");
        Assert.Equal(0, stopped.Number("killSent"));
        Assert.Contains("asked", _home.Output(id));
    }

    [Fact]
    public void Asked_for_five_times_at_once_is_one_and_five_successes()
    {
        var id = _home.StartDummy([], "tree", "2");
        var answers = new Answer[5];
        Parallel.For(0, answers.Length, number => answers[number] = _home.Mill("stop", id, "--grace", "500ms"));
        Assert.All(answers, answer => answer.Expect(0));
        Assert.Single(_home.Events(id, "run:cancelled"));
        Assert.Equal("cancelled", _home.Ended(id).Text("status"));
    }

    [Fact]
    public void Gets_around_a_worker_that_stands_still()
    {
        var id = _home.StartDummy([], "tree", "2");
        var pids = _home.Pids(id, 2);
        var processes = Current.Platform.Processes;
        using (var worker = processes.Open(processes.Look(_home.WorkerOf(id))!.Identity)!) Assert.Equal(SignalResult.Sent, worker.Send(StopSignal.Pause));
        var stopped = _home.Mill("stop", id, "--grace", "0s", "--json").Expect(0).Json;
        Assert.Equal(("cancelled", "around-worker"), (stopped.Text("status"), stopped.Text("mechanism")));
        Assert.Empty(Everybody.Pids("mill-dummy").Intersect(pids));
        Assert.Empty(_home.Active);
    }

    [Fact]
    public void That_meets_the_end_of_its_run_leaves_one_end()
    {
        for (var round = 0; round < 4; round++)
        {
            var id = _home.StartDummy([], "exit", "0");
            _home.Mill("stop", id, "--grace", "500ms").Expect(0);
            _home.Ended(id);
            var ends = new[] { "run:complete", "run:failed", "run:cancelled" }.SelectMany(type => _home.Events(id, type));
            Assert.Single(ends);
        }
    }
}
