using Mill.Runs;

namespace Mill.Tests.EndToEnd;

/// <summary>Files that somebody has deleted: what the rest still tells is the one outcome, and a second repair finds nothing.</summary>
public sealed class A_lost_file : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("events.ndjson")]
    [InlineData("result.json")]
    [InlineData("run.json")]
    [InlineData("events.ndjson result.json")]
    [InlineData("events.ndjson run.json")]
    [InlineData("events.ndjson run.json worker.json heartbeat.json")]
    [InlineData("run.json result.json")]
    [InlineData("events.ndjson worker.json heartbeat.json")]
    [InlineData("result.json exit_code cleanup.json worker.json worker.lock run.lock")]
    public void of_a_run_that_has_ended_is_made_again(string names)
    {
        var id = Ended("exit 3");
        Lose(id, names);

        Assert.True(_home.Client.Repair(Id(id)).Repaired);

        IsOver(id, "failed exit");
        Assert.Equal(3, _home.Client.Get(Id(id)).ExitCode);
    }

    [Theory]
    [InlineData("events.ndjson")]
    [InlineData("run.json")]
    [InlineData("worker.json")]
    [InlineData("events.ndjson worker.json")]
    [InlineData("events.ndjson run.json")]
    [InlineData("events.ndjson run.json worker.json heartbeat.json worker.pid reserve")]
    public void of_a_living_run_does_not_change_how_it_ends(string names)
    {
        var id = Waiting("exit 3");
        Lose(id, names);
        Assert.False(_home.Client.Repair(Id(id)).Repaired);

        Go();
        _home.Settle();

        _ = _home.Client.RepairAll().ToList();
        IsOver(id, "failed exit");
    }

    [Theory]
    [InlineData("events.ndjson")]
    [InlineData("run.json")]
    [InlineData("worker.json")]
    [InlineData("events.ndjson worker.json")]
    [InlineData("run.json worker.json heartbeat.json worker.pid")]
    public void of_a_run_whose_worker_was_killed_leaves_it_lost(string names)
    {
        var id = Waiting("exit 3");
        _home.KillWorker(id);
        Lose(id, names);

        Assert.Equal(EffectiveStatus.Lost, _home.Client.Get(Id(id)).EffectiveStatus);
        Assert.True(_home.Client.Repair(Id(id)).Repaired);

        IsOver(id, "failed worker-lost");
    }

    [Theory]
    [InlineData("events.ndjson")]
    [InlineData("run.json")]
    [InlineData("worker.json")]
    [InlineData("events.ndjson worker.json")]
    public void of_a_living_run_does_not_keep_it_from_being_stopped(string names)
    {
        var id = Waiting("exit 3");
        Lose(id, names);

        _home.Client.Stop(Id(id));

        _home.NobodyIsLeft();
        _ = _home.Client.RepairAll().ToList();
        IsOver(id, "cancelled cancelled");
    }

    [Theory]
    [InlineData("events.ndjson")]
    [InlineData("run.json")]
    [InlineData("worker.json")]
    public void of_an_earlier_life_does_not_touch_the_next(string names)
    {
        var id = Ended("exit 3");
        ResumeToEnd(id);
        Lose(id, names);

        _home.Client.Repair(Id(id));
        var run = _home.Client.Get(Id(id));
        Assert.Equal((2, 2), (run.Generation, run.Tasks[0].Attempts));

        ResumeToEnd(id);
        IsOver(id, "failed exit");
        Assert.Equal((3L, "main.3"), (_home.Read(id, "run.json").Number("generation"), _home.Read(id, "result.json").Text("spawns.0.spawnId")));
    }

    [Fact]
    public void of_a_living_run_that_told_everything_is_told_again_by_its_worker()
    {
        var id = Waiting("exit 3");
        Lose(id, "events.ndjson run.json");
        Assert.True(Libc.Signal(_home.WorkerOf(id), Libc.Term)); // It writes that down.

        Until.True(() => _home.Text(id, "run.json").Length > 0, s_soon, "the run can be read again");
        Assert.Equal(EffectiveStatus.Running, _home.Client.Get(Id(id)).EffectiveStatus);
        _home.Client.Stop(Id(id));
        IsOver(id, "cancelled cancelled");
    }

    [Fact]
    public async Task that_is_the_log_is_followed_on_by_a_watch()
    {
        var id = Waiting("echo done");
        using var watch = Programs.Start(Places.Mill, ["watch", id, "--json"], _home.At(new RunOptions()));
        Assert.NotNull(watch.StandardOutput.ReadLine());
        Lose(id, "events.ndjson");
        Go();

        Assert.Contains("run:complete", await watch.StandardOutput.ReadToEndAsync().WaitAsync(s_soon));
    }

    [Fact]
    public void whose_beginning_alone_is_lost_is_gone_on_from_the_snapshot()
    {
        var id = Waiting("exit 3");
        File.WriteAllLines(_home.FileOf(id, "events.ndjson"), File.ReadAllLines(_home.FileOf(id, "events.ndjson"))[1..]);
        Go();
        _home.Client.Wait(Id(id));
        _home.Settle();

        _ = _home.Client.RepairAll().ToList();
        RepairFindsNothing(id);
        Assert.Equal(EffectiveStatus.Failed, _home.Client.Get(Id(id)).EffectiveStatus);
    }

    [Fact]
    public void that_was_put_back_from_another_run_is_no_file_of_this_one()
    {
        var (id, other) = (Ended("exit 3"), Ended("true"));
        foreach (var name in new[] { "run.json", "events.ndjson", "worker.json" }) File.Copy(_home.FileOf(other, name), _home.FileOf(id, name), overwrite: true);

        _home.Mill("get", id, "--json").Refuses(MillError.RunDamaged, id);
        Assert.True(_home.Client.Repair(Id(id)).Repaired);
        IsOver(id, "failed exit");
    }

    string Ended(string script)
    {
        var id = Start(script);
        _home.Client.Wait(Id(id));
        _home.Settle();
        return id;
    }

    string Waiting(string then) => Start($"while ! [ -e go ]; do sleep 0.05; done; {then}");

    // By the library: this many processes of the plain build would take minutes.
    string Start(string script) =>
        _home.Client.Start(new StartRequest { Command = "/bin/sh", Arguments = ["-c", script], WorkingDirectory = _home.Work }).Id;

    static RunId Id(string id) => RunId.TryParse(id, out var known) ? known : throw new ArgumentException(id);

    void ResumeToEnd(string id)
    {
        _home.Client.Resume(Id(id));
        _home.Client.Wait(Id(id));
        _home.Settle();
    }

    void Go() => File.WriteAllText(Path.Combine(_home.Work, "go"), "");

    void Lose(string id, string names)
    {
        foreach (var name in names.Split(' ')) File.Delete(_home.FileOf(id, name));
    }

    void IsOver(string id, string outcome)
    {
        RepairFindsNothing(id);
        var events = _home.Events(id);
        Assert.Equal(Enumerable.Range(1, events.Length).Select(n => (long)n), events.Select(one => one.Number("sequence")));
        Assert.Equal(EventTypes.RunStart, events[0].Text("type"));
        var end = Assert.Single(events, one => EventTypes.EndOf(one.Text("type")!) is not null && one.Number("generation") == events[^1].Number("generation"));
        Assert.Equal((outcome, outcome, outcome), (Outcome(end.At("payload")), Outcome(_home.Read(id, "run.json")), Outcome(_home.Read(id, "result.json"))));
        Assert.Equal(events.Length, _home.Read(id, "run.json").Number("revision"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_home.Home, "active")));
    }

    void RepairFindsNothing(string id)
    {
        var before = Trees.Hash(_home.Folder(id));
        Assert.False(_home.Client.Repair(Id(id)).Repaired);
        Assert.DoesNotContain(_home.Client.RepairAll(), one => one.Repaired);
        Assert.Equal(before, Trees.Hash(_home.Folder(id)));
    }

    static string Outcome(System.Text.Json.JsonElement told) => $"{told.Text("status")} {told.Text("reason")}";
}
