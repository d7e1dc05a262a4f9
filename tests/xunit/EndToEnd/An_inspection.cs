using Mill.Runs;

namespace Mill.Tests.EndToEnd;

/// <summary>Everything that is known of a run, and what is near one that is not there.</summary>
public sealed class An_inspection : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    static RunId Id(string text) => RunId.TryParse(text, out var id) ? id : default;

    [Fact]
    public void of_a_live_run_has_its_worker_and_below_it_its_processes()
    {
        var id = _home.StartScript("sleep 600 & echo $! > pid; echo here; sleep 600");
        var sleep = _home.PidIn("pid");
        var seen = Until.Some(() => _home.Client.Inspect(Id(id)) is { Processes.Count: 4 } all ? all : null, TimeSpan.FromSeconds(60), "four processes");

        Assert.Equal("alive", seen.Verdict.Name);
        Assert.Equal([(0, true), (1, false), (2, false), (2, false)], seen.Processes.Select(one => (one.Depth, one.IsWorker)));
        Assert.Equal(_home.WorkerOf(id), seen.Processes[0].Pid);
        Assert.Equal(_home.ProcessOf(id), seen.Processes[1].Pid);
        Assert.Equal(_home.ProcessOf(id), seen.Processes.Single(one => one.Pid == sleep).ParentPid);
        Assert.All(seen.Processes, one => Assert.InRange((DateTimeOffset.UtcNow - one.StartedAt).TotalSeconds, -2, 60));
        Assert.All(seen.Processes, one => Assert.True(one.MemoryBytes > 0));
        Until.True(() => _home.Client.Inspect(Id(id)).LastOut is ["here"], TimeSpan.FromSeconds(60), "what it printed");
    }

    [Fact]
    public void of_a_lost_run_has_the_processes_that_its_worker_left()
    {
        var id = _home.Start("--", "sleep", "600");
        var process = _home.ProcessOf(id);
        Libc.Signal(_home.WorkerOf(id), Libc.Kill);

        var seen = Until.Some(() => _home.Client.Inspect(Id(id)) is { Verdict.Name: "lost" } lost ? lost : null, TimeSpan.FromSeconds(60), "lost");
        Assert.Equal([(process, 0, false)], seen.Processes.Select(one => (one.Pid, one.Depth, one.IsWorker)));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void of_an_ended_run_has_its_last_lines_also_when_its_logs_are_gone(bool swept)
    {
        var id = _home.StartScript("seq 1 30; echo no >&2; exit 3");
        _home.Ended(id);
        if (swept) Directory.Delete(_home.FileOf(id, "logs"), recursive: true);

        var seen = _home.Client.Inspect(Id(id));
        Assert.Equal(Enumerable.Range(21, 10).Select(one => one.ToString()), seen.LastOut);
        Assert.Equal(["no"], seen.LastErr);
        Assert.Empty(seen.Processes);
        Assert.Equal("ended", seen.Verdict.Name);
    }

    [Fact]
    public void of_a_stopped_run_has_what_became_of_its_processes()
    {
        var id = _home.Start("--timeout", "10m", "--", "sleep", "600");
        _home.Stop(id);
        var seen = _home.Client.Inspect(Id(id));
        Assert.Equal((1, 0), (seen.Cleanup?.TermSent, seen.Cleanup?.KillSent));
        Assert.Equal(600_000, seen.Spec.TimeoutMs);
    }

    [Fact]
    public void of_a_run_that_is_not_there_says_what_is_near()
    {
        var id = _home.StartScript("true", "--name", "nightly");
        _home.Ended(_home.StartScript("true", "--name", "nightly"));
        _home.Ended(id);

        Near("nightly", "2 are named 'nightly'. Try: mill ls --name nightly");
        Near("Nightly", "2 are named 'Nightly'. Try: mill ls --name Nightly");
        Near("night", "2 are named like it: 'nightly'. Try: mill ls --name '*night*'");
        Near("nihgtly", "2 are named 'nightly'. Try: mill ls --name nightly");
        Near(id[..19] + (id[19] == 'a' ? 'b' : 'a'), $"the nearest is {id}. Try: mill get {id}");
        Near("20200101-000000-abcd", "No run has the id 20200101-000000-abcd. Try: mill ls");
    }

    [Fact]
    public void of_a_run_that_is_not_there_says_how_to_look_in_the_same_home()
    {
        var id = _home.StartScript("true");
        _home.Ended(id);

        Assert.EndsWith($"Try: mill --home {_home.Home} ls\n", _home.Mill("get", "20200101-000000-abcd", "--home", _home.Home).Expect(1).Err, StringComparison.Ordinal);
        Assert.EndsWith($"Try: mill --home {_home.Home} restart {id}\n", _home.Mill("resume", id, "--home", _home.Home).Expect(1).Err, StringComparison.Ordinal);
        Assert.EndsWith($"Try: mill restart {id}\n", _home.Mill("resume", id).Expect(1).Err, StringComparison.Ordinal);
    }

    void Near(string text, string says) => Assert.EndsWith(says, Assert.Throws<MillException>(() => _home.Client.Find(text)).Message, StringComparison.Ordinal);
}
