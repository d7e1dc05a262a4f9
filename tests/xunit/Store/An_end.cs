using Mill.Json;
using Mill.Repair;
using Mill.Runs;
using Mill.Store;
using Mill.Watch;

namespace Mill.Tests.Store;

/// <summary>The end of a generation, written in one section under the lock.</summary>
public sealed class An_end : IDisposable
{
    static readonly RunStatus[] s_ends = [RunStatus.Complete, RunStatus.Failed, RunStatus.Cancelled];
    readonly RunPlace _place = new();
    int _seen;

    public void Dispose() => _place.Dispose();

    public static TheoryData<RunStatus, RunStatus> Pairs()
    {
        var pairs = new TheoryData<RunStatus, RunStatus>();
        foreach (var first in s_ends)
            foreach (var second in s_ends) pairs.Add(first, second);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void C76_that_comes_second_is_refused_and_changes_no_byte(RunStatus first, RunStatus second)
    {
        Run();
        Assert.True(_place.End(first, "the first"));
        var before = Trees.Hash(_place.Run.Path);

        Assert.False(_place.End(second, "the second"));

        Assert.Equal(before, Trees.Hash(_place.Run.Path));
        Assert.Equal((first, "the first"), (_place.Run.ReadResult().Value!.Status, _place.Run.ReadResult().Value!.Message));
        Assert.Equal((first, "the first"), (_place.Run.ReadSnapshot().Value!.Status, _place.Run.ReadSnapshot().Value!.Message));
        Assert.Single(_place.Run.ReadEvents().Events, one => EventTypes.EndOf(one.Type) is not null);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void C76_is_refused_as_a_bare_event_too(RunStatus first, RunStatus second)
    {
        Run();
        _place.End(first);
        Assert.False(_place.Change(EventDraft.Of(new RunEnded(second, Reason.Exit, null, 0, null, DateTimeOffset.UnixEpoch))));
        Assert.False(_place.Change(EventDraft.Of(new StatusChanged(RunStatus.Running))));
        Assert.Single(_place.Run.ReadEvents().Events, one => EventTypes.EndOf(one.Type) is not null);
    }

    [Theory]
    [InlineData(RunStatus.Pending, RunStatus.Failed), InlineData(RunStatus.Pending, RunStatus.Cancelled)]
    [InlineData(RunStatus.Running, RunStatus.Failed), InlineData(RunStatus.Running, RunStatus.Cancelled)]
    [InlineData(RunStatus.Waiting, RunStatus.Failed), InlineData(RunStatus.Waiting, RunStatus.Cancelled)]
    public void C18_comes_to_a_run_whatever_it_was_at(RunStatus open, RunStatus end)
    {
        if (open != RunStatus.Pending) Run();
        if (open == RunStatus.Waiting) _place.Change(EventDraft.Of(new Question { Id = "q1", Text = "Shall it go on?", AskedAt = DateTimeOffset.UnixEpoch }));
        Assert.Equal(open, _place.Run.Require().Status);

        Assert.True(_place.End(end));

        Assert.Equal((end, end), (_place.Run.ReadResult().Value!.Status, _place.Run.ReadSnapshot().Value!.Status));
        Assert.Equal(EventTypes.EndingWith(end), _place.Run.ReadEvents().Events[^1].Type);
    }

    [Fact]
    public void of_one_generation_is_not_recorded_in_the_next_by_a_launcher_whose_worker_is_gone()
    {
        using (File.Create(_place[FileNames.WorkerLock])) { }
        _place.End(RunStatus.Failed);
        _place.Change(EventDraft.Of(new RunResumed(_place.Run.Require().Spec, "1", [], ["main"])));

        EarlyExit.Record(_place.Run, 1);

        Assert.Equal((2, RunStatus.Pending), (_place.Run.Require().Generation, _place.Run.Require().Status));
    }

    [Fact]
    public void is_followed_only_by_ends_of_spawns_and_what_comes_after()
    {
        Run();
        _place.End(RunStatus.Failed);
        var process = new ProcessIdentity(1, "1", "boot", null, null);

        Assert.False(_place.Change(EventDraft.Of(new SpawnStarted("main.2", "main", 2, process, null, null))));
        Assert.False(_place.Change(EventDraft.Of(new WorkerStarted(process, null, "1"))));
        Assert.False(_place.Change(EventDraft.Of(new SignalIgnored("SIGTERM", 1, 0))));
        Assert.False(_place.Change(EventDraft.Of(new LimitMet(Reason.Timeout, "late"))));

        Assert.True(_place.Change(EventDraft.Of(new SpawnEnded("main.1", "main", RunStatus.Failed, Reason.Exit, null, 1, null, DateTimeOffset.UnixEpoch))));
        Assert.True(_place.Change(EventDraft.Of(new WorkerEnded(0, null))));
        Assert.True(_place.Change(EventDraft.Of(new RunRepairedPayload("tidy", "end-orphans", "left", 0))));
        Assert.Equal(RunStatus.Failed, _place.Run.ReadSnapshot().Value!.Status);
        Assert.True(_place.Change(EventDraft.Of(new RunResumed(_place.Run.Require().Spec, "1", [], ["main"]))));
        Assert.Equal((RunStatus.Pending, 2), (_place.Run.ReadSnapshot().Value!.Status, _place.Run.ReadSnapshot().Value!.Generation));
    }

    [Fact]
    public void of_the_next_generation_moves_the_earlier_result_aside()
    {
        _place.End(RunStatus.Failed, "the first");
        _place.Change(EventDraft.Of(new RunResumed(_place.Run.Require().Spec, "1", [], ["main"])));
        Assert.True(_place.End(RunStatus.Cancelled, "the second"));

        Assert.Equal(("the second", 2), (_place.Run.ReadResult().Value!.Message, _place.Run.ReadResult().Value!.Generation));
        Assert.Contains("the first", File.ReadAllText(Path.Combine(_place.Run.Generation(1), FileNames.Result)));
    }

    [Fact]
    public async Task C77_is_seen_in_no_file_before_the_result_is_there()
    {
        const int Generations = 100;
        var observer = Task.Run(() => Observe(Generations));
        for (var generation = 1; generation <= Generations; generation++)
        {
            Assert.True(_place.End(RunStatus.Failed));
            Until.True(() => Volatile.Read(ref _seen) >= generation || observer.IsCompleted, TimeSpan.FromSeconds(60), "the end is seen");
            _place.Change(EventDraft.Of(new RunResumed(_place.Run.Require().Spec, "1", [], ["main"])));
        }
        await observer;
    }

    [Fact]
    public async Task that_is_half_written_is_waited_for_until_it_is_whole()
    {
        WriteHalf();
        var waiting = Task.Run(() => new Waiter(TimeStandsStill).Wait(null, CancellationToken.None));
        Until.Stays(() => !waiting.IsCompleted, TimeSpan.FromMilliseconds(300), "the wait goes on");

        Assert.True(_place.End(RunStatus.Failed));
        _place.Home.Unmark(_place.Run.Id);

        var run = await waiting;
        Assert.Equal((RunStatus.Failed, false), (run.Status, run.Mismatch));
    }

    [Fact]
    public async Task that_is_half_written_is_watched_until_it_is_whole()
    {
        WriteHalf();
        var watching = Task.Run(() => new Watcher(TimeStandsStill, new WatchRequest(), CancellationToken.None).Watch().ToList());
        Until.Stays(() => !watching.IsCompleted, TimeSpan.FromMilliseconds(300), "the watch goes on");

        Assert.True(_place.End(RunStatus.Failed));

        Assert.Equal("run:failed", (await watching)[^1].Event?.Type);
    }

    [Fact]
    public void that_stays_half_written_is_waited_for_and_watched_a_moment_only()
    {
        WriteHalf();
        var run = Client.Wait(_place.Run.Id);
        Assert.Equal((RunStatus.Pending, EffectiveStatus.Failed, true), (run.Status, run.EffectiveStatus, run.Mismatch));
        Assert.DoesNotContain(Client.Watch(_place.Run.Id), item => item.Event?.Type == "run:failed");
    }

    MillClient Client => new(new MillOptions { Home = _place.Home.Path });

    // However slow the machine, nobody's patience is at an end before the rest is written.
    RunFolder TimeStandsStill => new HomeFolder(OtherPlatform.With<TimeProvider>(new Still()), _place.Home.Path).Run(_place.Run.Id);

    sealed class Still : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }

    void WriteHalf() => _place.Run.Json.Write(_place[FileNames.Result],
        Endings.Of(_place.Run.Require(), new RunEnded(RunStatus.Failed, Reason.Exit, null, 3, null, DateTimeOffset.UtcNow)), Forms.Of);

    void Observe(int upTo)
    {
        while (_seen < upTo)
        {
            var (snapshot, last) = (_place.Run.ReadSnapshot().Value!, _place.Run.ReadEvents().Events[^1]);
            var ended = EventTypes.EndOf(last.Type) is not null ? last.Generation : snapshot.IsTerminal ? snapshot.Generation : 0;
            if (ended <= _seen) continue;
            Assert.Equal(ended, _place.Run.ReadResult().Value?.Generation);
            Volatile.Write(ref _seen, ended);
        }
    }

    void Run() => _place.Change(EventDraft.Of(new StatusChanged(RunStatus.Running)));
}
