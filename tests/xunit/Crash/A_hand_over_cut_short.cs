namespace Mill.Tests.Crash;

/// <summary>Whoever hands a slot on, ended in the middle of it: whoever passes next goes on, and nobody runs twice.</summary>
public sealed class A_hand_over_cut_short : IDisposable
{
    const string Ran = "echo ran >> ran";
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);

    readonly Crashes _crashes = new();

    public void Dispose() => _crashes.Dispose();

    [Theory]
    [InlineData("queue.environment-kept")]
    [InlineData("queue.locked")]
    public void by_a_start_before_the_run_has_its_place_is_an_early_exit(string step)
    {
        Start(step);
        _crashes.Settle();
        _crashes.Age();

        _crashes.Repair();

        var id = Assert.Single(_crashes.Ids());
        _crashes.IsOver(id, "failed early-exit");
        Assert.NotEmpty(_crashes.Home.Text(id, "logs/repair.log"));
        Assert.Equal("", Text("ran"));
    }

    [Theory]
    [InlineData("queue.placed")]
    [InlineData("queue.slots-seen")]
    [InlineData("queue.slot-given")]
    [InlineData("start.worker-launched")]
    [InlineData("start.orders-sent")]
    public void by_a_start_once_the_run_has_its_place_is_gone_on_with(string step)
    {
        Start(step);
        _crashes.Settle();
        var id = Assert.Single(_crashes.Ids());
        if (step != "start.orders-sent") Assert.Equal("pending", _crashes.Home.Get(id).Text("effectiveStatus"));

        _crashes.Home.Mill("sweep").Expect(0);

        RanOnce(id);
    }

    [Theory]
    [InlineData("queue.placed")]
    [InlineData("queue.slots-seen")]
    [InlineData("queue.slot-given")]
    [InlineData("start.worker-launched")]
    public void by_a_start_with_a_secret_is_never_gone_on_with_since_nobody_else_has_the_secret(string step)
    {
        Start(step, "--env", "MY_TOKEN=x");
        _crashes.Settle();
        var next = _crashes.Home.StartScript(Ran, "--queue", "q");

        RanOnce(next);
        _crashes.Age();
        _crashes.Repair();
        _crashes.IsOver(Assert.Single(_crashes.Ids(), id => id != next), "failed early-exit");
        Assert.Empty(Markers("running"));
    }

    [Theory]
    [InlineData("queue.placed")]
    [InlineData("queue.slots-seen")]
    public void by_a_start_with_a_secret_that_could_not_have_waited_is_an_early_exit(string step)
    {
        _crashes.Home.Mill("queue", "set", "q", "--pause").Expect(0);
        Start(step, "--env", "MY_TOKEN=x");
        _crashes.Settle();
        _crashes.Age();

        _crashes.Repair();

        _crashes.IsOver(Assert.Single(_crashes.Ids()), "failed early-exit");
    }

    [Theory]
    [InlineData("queue.locked")]
    [InlineData("queue.slot-seen")]
    [InlineData("queue.slots-seen")]
    [InlineData("queue.slot-given")]
    [InlineData("start.worker-launched")]
    [InlineData("start.orders-sent")]
    public void by_a_worker_at_its_end_is_gone_on_with(string step)
    {
        var first = StartUnderWorkerDyingAt(step);
        var second = _crashes.Home.StartScript(Ran, "--queue", "q");
        File.WriteAllText(Path.Combine(_crashes.Home.Work, "go"), "");
        _crashes.Settle();
        Assert.Equal("complete", _crashes.Home.Get(first).Text("status"));
        if (step != "start.orders-sent") Assert.Equal("pending", _crashes.Home.Get(second).Text("effectiveStatus"));

        _crashes.Home.Mill("repair", "--all").Expect(0);

        RanOnce(second);
        _crashes.IsOver(first, "complete exit");
    }

    [Theory]
    [InlineData("queue.mending")]
    [InlineData("repair.locked")]
    [InlineData("repair.marked")]
    [InlineData("cancel.tree-ended")]
    [InlineData("tidy.unmarked")]
    [InlineData("queue.slot-given")]
    public void over_a_lost_run_gives_its_slot_away_only_once_its_processes_are_gone(string step)
    {
        var lost = _crashes.Home.Start("--queue", "q", "--", "sleep", "600");
        var process = _crashes.Home.ProcessOf(lost);
        var second = _crashes.Home.StartScript($"[ -e /proc/{process}/exe ] && echo too soon >> ran; {Ran}", "--queue", "q");
        _crashes.Home.KillWorker(lost);
        Assert.Equal("lost", _crashes.Home.Get(lost).Text("effectiveStatus"));
        _crashes.DieAt(step, "sweep");

        _crashes.Home.Mill("sweep").Expect(0);

        RanOnce(second);
        _crashes.IsOver(lost, "failed worker-lost");
    }

    [Theory]
    [InlineData("queue.refused")]
    [InlineData("events.appended")]
    [InlineData("end.result")]
    [InlineData("tidy.cleanup")]
    [InlineData("tidy.unmarked")]
    public void to_one_that_must_not_start_is_finished(string step)
    {
        _crashes.Home.Mill("queue", "set", "q", "--pause").Expect(0);
        var first = _crashes.Home.Start("--queue", "q", "--", "true");
        var second = _crashes.Home.StartScript(Ran, "--queue", "q", "--after", first);
        Directory.Delete(_crashes.Home.Folder(first), recursive: true);
        File.Delete(Path.Combine(_crashes.Home.Home, "active", first));
        _crashes.DieAt(step, "queue", "set", "q", "--pause");

        _crashes.Home.Mill("repair", "--all").Expect(0);
        _crashes.Repair();

        _crashes.IsOver(second, "failed dependency-failed");
        Assert.Equal("", Text("ran"));
        Assert.DoesNotContain(Markers("waiting"), marker => marker.Contains(second, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("queue.set-free")]
    [InlineData("queue.slots-seen")]
    public void to_one_that_waited_for_another_is_gone_on_with(string step)
    {
        var id = Waiting(StartUnderWorkerDyingAt("queue.locked"));
        File.WriteAllText(Path.Combine(_crashes.Home.Work, "go"), "");
        _crashes.Settle();
        _crashes.DieAt(step, "queue", "set", "q", "--pause");

        _crashes.Home.Mill("queue", "set", "q", "--resume").Expect(0);

        RanOnce(id);
    }

    [Theory]
    [InlineData("queue.forgotten")]
    public void of_a_place_that_is_nobody_s_is_gone_on_with(string step)
    {
        var first = _crashes.EndedWith(0);
        var id = Waiting(first);
        _crashes.Home.Mill("stop", id).Expect(0);
        var marker = $"100-0000000000000001-{id}.after";
        File.WriteAllText(Path.Combine(_crashes.Home.Home, "queues", "q", "waiting", marker), "");
        _crashes.DieAt(step, "queue", "set", "q", "--resume");
        Assert.Empty(Markers("waiting"));

        var next = _crashes.Home.StartScript(Ran, "--queue", "q");

        RanOnce(next);
        _crashes.IsOver(id, "cancelled cancelled");
    }

    [Theory]
    [InlineData("queue.set")]
    public void after_a_setting_is_gone_on_with(string step)
    {
        _crashes.Home.Mill("queue", "set", "q", "--pause").Expect(0);
        var id = _crashes.Home.StartScript(Ran, "--queue", "q");
        _crashes.DieAt(step, "queue", "set", "q", "--resume");
        Assert.Equal("pending", _crashes.Home.Get(id).Text("effectiveStatus"));

        _crashes.Home.Mill("start", "--", "true").Expect(0);

        RanOnce(id);
    }

    [Theory]
    [InlineData("queue.removed")]
    public void of_a_removal_leaves_no_queue(string step)
    {
        _crashes.Home.Mill("queue", "set", "q", "--parallel", "2").Expect(0);
        _crashes.DieAt(step, "queue", "rm", "q");
        Assert.Equal("[]", _crashes.Home.Mill("queue", "ls", "--json").Expect(0).Out.Trim());

        _crashes.Home.Mill("queue", "set", "q", "--parallel", "3").Expect(0);
        _crashes.Home.Mill("queue", "rm", "q").Expect(0);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_crashes.Home.Home, "queues")));
    }

    // In the queue, until there is a file to go by.
    string StartUnderWorkerDyingAt(string step)
    {
        var client = new MillClient(new MillOptions { Home = _crashes.Home.Home, Executable = _crashes.MillThatDiesAt(step) });
        return client.Launch(new StartRequest
        {
            Command = "/bin/sh",
            Arguments = ["-c", "while ! [ -e go ]; do sleep 0.02; done"],
            WorkingDirectory = _crashes.Home.Work,
            Queue = "q",
        }).Text;
    }

    // In a queue that is paused, behind one that is over.
    string Waiting(string other)
    {
        _crashes.Home.Mill("queue", "set", "q", "--pause").Expect(0);
        return _crashes.Home.StartScript(Ran, "--queue", "q", "--after", other);
    }

    void Start(string step, params string[] options) => _crashes.DieAt(step, ["start", "--queue", "q", .. options, "--", "/bin/sh", "-c", Ran]);

    void RanOnce(string id)
    {
        Assert.Equal("complete", _crashes.Home.Ended(id).Text("status"));
        _crashes.Settle();
        Assert.Equal("ran\n", Text("ran"));
        _crashes.Repair();
        _crashes.IsOver(id, "complete exit");
        Assert.Single(_crashes.Home.Events(id, "spawn:start"));
        Assert.Empty(Markers("waiting"));
        Assert.Equal("[]", _crashes.Home.Mill("queue", "ls", "--json").Expect(0).Json[0].At("running").GetRawText());
    }

    string Text(string name) => Path.Combine(_crashes.Home.Work, name) is var path && File.Exists(path) ? File.ReadAllText(path) : "";

    string[] Markers(string folder) => Directory.GetFileSystemEntries(Path.Combine(_crashes.Home.Home, "queues", "q", folder));
}
