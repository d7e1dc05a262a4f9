using Mill.Launch;
using Mill.Platform;
using Mill.Questions;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.Store;

/// <summary>Questions and notes as they are recorded, asked and answered by threads of this process.</summary>
public sealed class A_question_on_disk : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    readonly RunPlace _place = new();

    public A_question_on_disk() => _place.Change(Spawn(1), EventDraft.Of(new StatusChanged(RunStatus.Running)));

    public void Dispose() => _place.Dispose();

    MillClient Client => new(new MillOptions { Home = _place.Home.Path });
    RunRecord Record => _place.Run.ReadRecord().Value!;
    OwnRun Own => new(_place.Run, new SpawnId("main", 1));
    string[] Types => [.. _place.Run.ReadEvents().Events.Select(one => one.Type)];

    static EventDraft Spawn(int attempt) => EventDraft.Of(new SpawnStarted($"main.{attempt}", "main", attempt, Current.Platform.Processes.Self, null, null));

    Task<AnswerOutcome> Ask(AskRequest request, CancellationToken stop = default)
    {
        var asked = new TaskCompletionSource();
        var asking = Task.Factory.StartNew(() => new Asker(Own, request with { Asked = (_, _) => asked.SetResult() }).Ask(stop), TaskCreationOptions.LongRunning);
        Assert.True(Task.WhenAny(asked.Task, asking).Wait(s_soon));
        return asking;
    }

    AnswerOutcome Answer(string answer, string? question = null) => Client.Answer(_place.Run.Id, new AnswerRequest { Answer = answer, Question = question });

    MillError Refused(Func<object?> act) => Assert.Throws<MillException>(() => act()).Code;

    [Fact]
    public async Task makes_its_run_wait_until_it_is_answered()
    {
        var asking = Ask(new AskRequest { Text = "Deploy?", Choices = ["yes", "no"], Default = "no" });
        Assert.Equal(RunStatus.Waiting, Record.Status);
        var open = Assert.Single(Record.Open);
        Assert.Equal(("q1", "Deploy?", "no", "main.1", "main"), (open.Id, open.Text, open.Default, open.SpawnId, open.Task));
        Assert.Equal(Current.Platform.Processes.Self, open.Asker);
        Assert.Equal(TimeSpan.FromHours(24), open.ExpiresAt - open.AskedAt);
        Assert.Equal(TaskState.Running, Record.Tasks[0].Status);

        var given = Answer("Yes");
        var got = await asking.WaitAsync(s_soon);

        Assert.Equal(("yes", Answers.Answered), (got.Answer, got.How));
        Assert.Equal(given, got);
        Assert.Equal((RunStatus.Running, 0), (Record.Status, Record.Open.Count));
        Assert.Equal([EventTypes.RunWaiting, EventTypes.RunAnswered, EventTypes.RunStatus], Types[^3..]);
    }

    [Fact]
    public async Task is_one_of_several_each_with_an_answer_of_its_own()
    {
        var (one, other) = (Ask(new AskRequest { Text = "One?" }), Ask(new AskRequest { Text = "Other?" }));
        Assert.Equal(["q1", "q2"], Record.Open.Select(open => open.Id));
        Assert.Equal(MillError.QuestionAmbiguous, Refused(() => Answer("x")));

        Answer("second", "q2");
        Assert.Equal("second", (await other.WaitAsync(s_soon)).Answer);
        Assert.Equal(RunStatus.Waiting, Record.Status);
        Answer("first");
        Assert.Equal("first", (await one.WaitAsync(s_soon)).Answer);
        Assert.Equal(RunStatus.Running, Record.Status);
    }

    [Fact]
    public async Task is_answered_by_the_first_of_many()
    {
        var asking = Ask(new AskRequest { Text = "Go?" });
        var heard = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 8, number =>
        {
            try { heard.Add(Answer($"{number}").Answer!); }
            catch (MillException e) when (e.Code == MillError.NothingAsked) { Assert.Contains("was answered before", e.Message, StringComparison.Ordinal); }
        });
        Assert.Equal(Assert.Single(heard), (await asking.WaitAsync(s_soon)).Answer);
        Assert.Single(Types, type => type == EventTypes.RunAnswered);
    }

    [Theory]
    [InlineData(null, Answers.Expired)]
    [InlineData("no", Answers.Default)]
    public async Task that_nobody_answers_is_closed_when_its_time_is_up(string? usual, string how)
    {
        var got = await Ask(new AskRequest { Text = "Go?", Default = usual, Timeout = TimeSpan.FromMilliseconds(200) }).WaitAsync(s_soon);
        Assert.Equal((usual, how), (got.Answer, got.How));
        Assert.Equal((RunStatus.Running, 0), (Record.Status, Record.Open.Count));
        Assert.Equal(MillError.NothingAsked, Refused(() => Answer("late")));
    }

    [Fact]
    public async Task that_is_left_is_closed()
    {
        using var leaving = new CancellationTokenSource();
        var asking = Ask(new AskRequest { Text = "Go?" }, leaving.Token);
        leaving.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(s_soon));
        Assert.Equal((RunStatus.Running, 0), (Record.Status, Record.Open.Count));
        Assert.Equal(Answers.Gone, ClosedQuestions.Find(_place.Run, "q1")?.How);
    }

    [Theory]
    [InlineData(RunStatus.Cancelled, MillError.ParentCancelled)]
    [InlineData(RunStatus.Failed, MillError.RunIsOver)]
    public async Task ends_with_its_run(RunStatus end, MillError error)
    {
        var asking = Ask(new AskRequest { Text = "Go?" });
        _place.End(end);
        Assert.Equal(error, (await Assert.ThrowsAsync<MillException>(() => asking.WaitAsync(s_soon))).Code);
        Assert.Empty(Record.Open);
        Assert.Equal(MillError.RunIsOver, Refused(() => Answer("late")));
        Assert.DoesNotContain(EventTypes.RunAnswered, Types);
    }

    [Fact]
    public async Task whose_spawn_has_ended_is_waited_for_no_longer()
    {
        var asking = Ask(new AskRequest { Text = "Go?" });
        var end = EventDraft.Of(new SpawnEnded("main.1", "main", RunStatus.Failed, Reason.Exit, null, 3, null, DateTimeOffset.UnixEpoch));
        _place.Change([.. QuestionRules.GoneWith(Record, [end]), end]);
        Assert.Equal(MillError.RunIsOver, (await Assert.ThrowsAsync<MillException>(() => asking.WaitAsync(s_soon))).Code);
        Assert.Equal(RunStatus.Running, Record.Status);
    }

    [Fact]
    public void whose_asker_is_gone_is_closed_by_whoever_comes_by()
    {
        var gone = Current.Platform.Processes.Self with { StartTime = "1" };
        _place.Change(EventDraft.Of(new Question { Id = "q1", Text = "Go?", SpawnId = "main.1", Task = "main", Asker = gone }));
        Assert.Equal("q1", Assert.Single(Deserted.Of(Record, Current.Platform.Processes)).Id);

        var refused = Assert.Throws<MillException>(() => Answer("yes"));
        Assert.Equal(MillError.NothingAsked, refused.Code);
        Assert.Contains("gone", refused.Message, StringComparison.Ordinal);
        Assert.Equal((RunStatus.Running, 0), (Record.Status, Record.Open.Count));
    }

    [Fact]
    public async Task is_found_answered_though_its_answerer_died_between_two_writes()
    {
        var asking = Ask(new AskRequest { Text = "Go?" });
        var before = File.ReadAllText(_place[FileNames.Snapshot]);
        using (var locked = LockedRun.Take(_place.Run))
        {
            EventLog.Append(Current.Platform.Files, _place[FileNames.Events],
            [
                new RunEvent
                {
                    RunId = _place.Run.Id.Text, Generation = 1, Sequence = Record.Revision + 1, Timestamp = DateTimeOffset.UnixEpoch,
                    Type = EventTypes.RunAnswered, Payload = EventDraft.Of(new QuestionClosed("q1", "yes", null, Answers.Answered)).Payload,
                },
            ]);
        }
        Assert.Equal(before, File.ReadAllText(_place[FileNames.Snapshot]));
        Assert.Equal("yes", (await asking.WaitAsync(s_soon)).Answer);
    }

    [Fact]
    public async Task is_told_again_where_the_log_was_lost_and_can_still_be_answered()
    {
        var asking = Ask(new AskRequest { Text = "Go?" });
        File.Delete(_place[FileNames.Events]);
        Answer("yes");
        Assert.Equal("yes", (await asking.WaitAsync(s_soon)).Answer);
        Assert.Contains(EventTypes.RunWaiting, Types);
    }

    [Fact]
    public void of_an_attempt_that_is_over_is_not_asked()
    {
        _place.End(RunStatus.Failed);
        Assert.Equal(MillError.RunIsOver, Refused(() => new Asker(Own, new AskRequest { Text = "Go?" }).Ask(default)));
        _place.Change(EventDraft.Of(new RunResumed(Record.Spec, "1", [], ["main"])));
        _place.Change(Spawn(2), EventDraft.Of(new StatusChanged(RunStatus.Running)));
        Assert.Equal(MillError.RunIsOver, Refused(() => new Asker(Own, new AskRequest { Text = "Go?" }).Ask(default)));
        Assert.Equal(MillError.RunIsOver, Refused(() => new Notes.NoteTaker(new NoteRequest { Text = "x" }).Take(Own, default)));
        Assert.DoesNotContain(EventTypes.RunWaiting, Types);
        Assert.DoesNotContain(EventTypes.SpawnMilestone, Types);
    }

    [Fact]
    public async Task of_a_process_that_is_quicker_than_its_worker_waits_for_the_worker()
    {
        var quick = new OwnRun(_place.Run, new SpawnId("main", 2));
        var asking = Task.Factory.StartNew(() => new Notes.NoteTaker(new NoteRequest { Text = "quick" }).Take(quick, default), TaskCreationOptions.LongRunning);
        Until.Stays(() => !asking.IsCompleted, TimeSpan.FromMilliseconds(200), "it waits");
        _place.Change(Spawn(2));
        Assert.Equal("main.2", (await asking.WaitAsync(s_soon)).SpawnId);
        Assert.Equal("quick", Record.Tasks[0].Note);
    }

    [Fact]
    public void is_not_taken_for_one_by_an_environment_that_names_another_folder()
    {
        string? Variable(string name, string folder) => name switch { "MILL_RUN_ID" => _place.Run.Id.Text, "MILL_SPAWN_ID" => "main.1", _ => folder };
        Assert.Equal(_place.Run.Path, OwnRun.Of(Current.Platform, name => Variable(name, _place.Run.Path), "").Folder.Path);
        foreach (var folder in new[] { "", "/", "/tmp", $"{_place.Home.Path}/elsewhere/{_place.Run.Id}", $"{_place.Home.Path}/runs/20260102-030405-wxyz", _place.Run.Path + "/" })
            Assert.Equal(MillError.NotInRun, Refused(() => OwnRun.Of(Current.Platform, name => Variable(name, folder), "")));
        Assert.Equal(MillError.NotInRun, Refused(() => OwnRun.Of(Current.Platform, _ => null, "")));
    }
}
