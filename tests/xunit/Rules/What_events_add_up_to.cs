using System.Text;
using System.Text.Json;
using Mill.Json;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.Rules;

/// <summary>The projection: each kind of event, and events that have no business where they are.</summary>
public sealed class What_events_add_up_to
{
    const string Id = "20260102-030405-abcd";
    static readonly DateTimeOffset s_at = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    static readonly ProcessIdentity s_process = new(4711, "99", "boot", "machine", "pids");
    static readonly RunSpec s_spec = new() { Command = "make", Path = "/usr/bin/make", WorkingDirectory = "/work", Name = "build" };

    readonly List<RunEvent> _events = [];

    RunRecord Record => Projection.Of(_events)!;

    What_events_add_up_to Add(EventDraft draft, int generation = 1) => Add(draft.Type, draft.Payload, generation);

    What_events_add_up_to Add(string type, JsonElement payload, int generation = 1)
    {
        _events.Add(new RunEvent
        {
            RunId = Id,
            Generation = generation,
            Sequence = _events.Count + 1,
            Timestamp = s_at.AddSeconds(_events.Count),
            Type = type,
            Payload = payload,
        });
        return this;
    }

    What_events_add_up_to Started() => Add(EventDraft.Of(new RunStarted(s_spec, s_at, "host", "1", null)));

    What_events_add_up_to Running() => Started()
        .Add(EventDraft.Of(new WorkerStarted(s_process, "host", "1.2")))
        .Add(EventDraft.Of(new SpawnStarted("main.1", "main", 1, s_process, new Deadline("boot", 99), new LimitsInForce("cgroup", null))))
        .Add(EventDraft.Of(new StatusChanged(RunStatus.Running)));

    static EventDraft End(RunStatus status, int? code = 0) => EventDraft.Of(new RunEnded(status, Reason.Exit, "so it was", code, null, s_at.AddMinutes(1)));

    static EventDraft SpawnEnd(RunStatus status, int? code = 0) =>
        EventDraft.Of(new SpawnEnded("main.1", "main", status, Reason.Exit, null, code, null, s_at.AddMinutes(1)));

    static JsonElement Json(string text) => Jsons.Parse(text);

    [Fact]
    public void is_nothing_without_a_start()
    {
        Assert.Null(Projection.Of([]));
        Assert.Null(Projection.Of(Add(End(RunStatus.Failed))._events));
    }

    [Fact]
    public void begins_with_run_start()
    {
        var record = Started().Record;
        Assert.Equal((Id, 1, 1L, RunStatus.Pending, s_at), (record.Id, record.Generation, record.Revision, record.Status, record.CreatedAt));
        Assert.Equal("make", record.Spec.Command);
        Assert.Equal(("main", 0, TaskState.Pending), (record.Tasks[0].Name, record.Tasks[0].Attempts, record.Tasks[0].Status));
    }

    [Fact]
    public void is_a_running_run_after_worker_spawn_and_status()
    {
        var record = Running().Record;
        Assert.Equal((RunStatus.Running, 4L), (record.Status, record.Revision));
        Assert.Equal(new RunWorker(4711, "99", "boot", "host", "1.2"), record.Worker);
        Assert.Equal((new Deadline("boot", 99), new LimitsInForce("cgroup", null)), (record.Deadline, record.Limits));
        var task = Assert.Single(record.Tasks);
        Assert.Equal((TaskState.Running, 1, s_process), (task.Status, task.Attempts, task.Process));
        Assert.Equal((s_at.AddSeconds(2), s_at.AddSeconds(2)), (task.StartedAt, record.StartedAt));
    }

    [Theory]
    [InlineData(RunStatus.Complete), InlineData(RunStatus.Failed), InlineData(RunStatus.Cancelled)]
    public void is_the_end_that_its_terminal_event_tells(RunStatus status)
    {
        var record = Running().Add(SpawnEnd(status, 3)).Add(End(status, 3)).Record;
        Assert.Equal((status, Reason.Exit, "so it was", 3), (record.Status, record.Reason, record.Message, record.ExitCode));
        Assert.Equal(s_at.AddMinutes(1), record.EndedAt);
        Assert.Equal((TaskStates.OfEnd(status), 3, s_at.AddMinutes(1)), (record.Tasks[0].Status, record.Tasks[0].ExitCode, record.Tasks[0].EndedAt));
    }

    [Theory]
    [InlineData(RunStatus.Complete, RunStatus.Complete), InlineData(RunStatus.Complete, RunStatus.Failed), InlineData(RunStatus.Complete, RunStatus.Cancelled)]
    [InlineData(RunStatus.Failed, RunStatus.Complete), InlineData(RunStatus.Failed, RunStatus.Failed), InlineData(RunStatus.Failed, RunStatus.Cancelled)]
    [InlineData(RunStatus.Cancelled, RunStatus.Complete), InlineData(RunStatus.Cancelled, RunStatus.Failed), InlineData(RunStatus.Cancelled, RunStatus.Cancelled)]
    public void C76_is_the_first_of_two_ends(RunStatus first, RunStatus second)
    {
        var record = Running().Add(End(first, 1)).Add(End(second, 2)).Record;
        Assert.Equal((first, 1, 6L), (record.Status, record.ExitCode, record.Revision));
    }

    [Fact]
    public void is_not_changed_by_a_status_that_may_not_follow() =>
        Assert.Equal(RunStatus.Pending, Started().Add(EventDraft.Of(new StatusChanged(RunStatus.Waiting))).Record.Status);

    [Fact]
    public void is_the_end_even_where_the_line_before_it_was_lost() =>
        Assert.Equal(RunStatus.Complete, Started().Add(End(RunStatus.Complete)).Record.Status);

    [Fact]
    public void may_wait_and_go_on()
    {
        Assert.Equal(RunStatus.Waiting, Running().Add(EventDraft.Of(new StatusChanged(RunStatus.Waiting, "which one?"))).Record.Status);
        Assert.Equal("which one?", Record.Message);
        Assert.Equal(RunStatus.Running, Add(EventDraft.Of(new StatusChanged(RunStatus.Running))).Record.Status);
    }

    static EventDraft Note(string? spawn, string text, int? done = null, int? total = null) => EventDraft.Of(new NoteTold(spawn, spawn is null ? null : "main", text, done, total));

    static EventDraft Question(int number, int second) => EventDraft.Of(new Question
    {
        Id = $"q{number}",
        Text = "which one?",
        Choices = ["this", "that"],
        SpawnId = "main.1",
        Task = "main",
        Asker = s_process,
        AskedAt = s_at.AddSeconds(second),
        ExpiresAt = s_at.AddDays(1),
        Deadline = new Deadline("boot", 1_000),
    });

    static EventDraft Closed(int number) => EventDraft.Of(new QuestionClosed($"q{number}", "this", "me", Answers.Answered));

    [Fact]
    public void keeps_the_last_note_and_how_far_it_is()
    {
        var record = Running().Add(Note("main.1", "one", 1, 4)).Add(Note("main.1", "two", 2, 4)).Add(Note("main.1", "still two")).Record;
        var task = record.Tasks[0];
        Assert.Equal(("still two", s_at.AddSeconds(6), new TaskProgress(2, 4)), (task.Note, task.NotedAt, task.Progress));
        Assert.Equal(("still two", s_at.AddSeconds(6)), (record.Note, record.NotedAt));
    }

    [Fact]
    public void keeps_of_a_note_from_outside_or_of_an_earlier_attempt_nothing_for_the_task()
    {
        var record = Running().Add(Note("main.1", "mine", 1, 4)).Add(Note(null, "theirs")).Add(Note("main.7", "strange", 9, 9)).Record;
        Assert.Equal(("mine", new TaskProgress(1, 4)), (record.Tasks[0].Note, record.Tasks[0].Progress));
        Assert.Equal("strange", record.Note);
    }

    [Theory]
    [InlineData(5, 4), InlineData(-1, 4), InlineData(0, 0), InlineData(3, null)]
    public void keeps_no_progress_that_makes_no_sense(int done, int? total) =>
        Assert.Equal(("so it says", null), Running().Add(Note("main.1", "so it says", done, total)).Record.Tasks is [var task] ? (task.Note, task.Progress) : default);

    [Fact]
    public void waits_from_its_first_question_to_the_status_that_follows_the_last_answer()
    {
        Running().Add(Question(1, 10)).Add(Question(2, 11));
        Assert.Equal((RunStatus.Waiting, 2, 2, s_at.AddSeconds(11)), (Record.Status, Record.Open.Count, Record.QuestionsAsked, Record.QuestionAt));
        Assert.Equal(TaskState.Running, Record.Tasks[0].Status);
        Add(Closed(1));
        Assert.Equal((RunStatus.Waiting, "q2"), (Record.Status, Assert.Single(Record.Open).Id));
        Add(Closed(2)).Add(EventDraft.Of(new StatusChanged(RunStatus.Running)));
        Assert.Equal((RunStatus.Running, 0, 2), (Record.Status, Record.Open.Count, Record.QuestionsAsked));
    }

    [Fact]
    public void asks_nothing_any_more_once_it_is_over_or_resumed()
    {
        Running().Add(Question(1, 10)).Add(End(RunStatus.Cancelled, null));
        Assert.Equal((RunStatus.Cancelled, 0), (Record.Status, Record.Open.Count));
        Add(EventDraft.Of(new RunResumed(s_spec, "2", [], ["main"])), generation: 2);
        Assert.Equal((0, 1, null), (Record.Open.Count, Record.QuestionsAsked, Record.QuestionAt));
        Assert.Equal((RunStatus.Cancelled, 0), Add(Question(2, 20)).Record is var late ? (RunStatus.Cancelled, late.Open.Count) : default);
    }

    [Theory]
    [InlineData("{}"), InlineData("{\"id\":\"x\",\"text\":\"?\"}"), InlineData("{\"id\":\"q1\"}"), InlineData("{\"id\":\"q1\",\"text\":\"?\",\"choices\":[null]}")]
    public void waits_for_no_question_that_is_none(string payload) => Assert.Equal(RunStatus.Running, Running().Add(EventTypes.RunWaiting, Json(payload)).Record.Status);

    [Fact]
    public void counts_what_it_does_not_know_and_is_else_unmoved()
    {
        var before = Running().Record;
        var after = Add("spawn:milestone", Json("{}")).Add("moon:phase", Json("{\"full\":true}")).Record;
        Assert.Equal(6, after.Revision);
        Assert.Equal(before with { Revision = 6, Tasks = after.Tasks, Spec = after.Spec }, after);
        Assert.Equal(before.Tasks, after.Tasks);
    }

    [Theory]
    [InlineData(EventTypes.RunComplete, "{\"status\":5}")]
    [InlineData(EventTypes.RunStatus, "{\"status\":\"dancing\"}")]
    [InlineData(EventTypes.SpawnStart, "{\"attempt\":\"one\"}")]
    [InlineData(EventTypes.WorkerStart, "{\"process\":7}")]
    [InlineData(EventTypes.WorkerStart, "{}")]
    [InlineData(EventTypes.RunResumed, "{}")]
    public void counts_a_payload_that_is_not_what_its_type_promises(string type, string payload)
    {
        var before = Running().Record;
        var after = Add(type, Json(payload)).Record;
        Assert.Equal((before.Status, before.Generation, 5L), (after.Status, after.Generation, after.Revision));
        Assert.Equal(before.Worker, after.Worker);
    }

    [Fact]
    public void is_the_next_generation_after_a_resume()
    {
        var record = Running().Add(SpawnEnd(RunStatus.Failed, 3)).Add(End(RunStatus.Failed, 3))
            .Add(EventDraft.Of(new RunResumed(s_spec with { Command = "ninja" }, "2", [], ["main"])), generation: 2).Record;
        Assert.Equal((2, RunStatus.Pending, "ninja"), (record.Generation, record.Status, record.Spec.Command));
        Assert.Equal((null, null, null, null), (record.Reason, record.ExitCode, record.EndedAt, record.Worker));
        Assert.Equal((s_at, null, null), (record.CreatedAt, record.StartedAt, record.Deadline));
        Assert.Equal((TaskState.Pending, 1, null), (record.Tasks[0].Status, record.Tasks[0].Attempts, record.Tasks[0].ExitCode));
    }

    [Fact]
    public void keeps_tasks_that_a_resume_keeps()
    {
        var record = Running().Add(SpawnEnd(RunStatus.Complete)).Add(End(RunStatus.Failed, 3))
            .Add(EventDraft.Of(new RunResumed(s_spec, "2", ["main"], [])), generation: 2).Record;
        Assert.Equal((TaskState.Complete, 0), (record.Tasks[0].Status, record.Tasks[0].ExitCode));
    }

    [Theory]
    [InlineData("started"), InlineData("running"), InlineData("waiting"), InlineData("ended"), InlineData("cancelled while it ran")]
    [InlineData("noted"), InlineData("noted from outside"), InlineData("noted and retried"), InlineData("asking"), InlineData("asking twice"), InlineData("answered")]
    [InlineData("answered, and asking"), InlineData("asking, and another answered"), InlineData("cancelled while it asked"), InlineData("resumed after it had asked")]
    [InlineData("asking in its next life")]
    [InlineData("resumed"), InlineData("resumed with its task kept"), InlineData("running again"), InlineData("ended again")]
    public void can_be_told_again_and_adds_up_to_the_same(string state)
    {
        var record = In(state).Record;
        var again = Retelling.Of(record, s_at.AddYears(1));
        Assert.Equal(Enumerable.Range(1, again.Count).Select(number => (long)number), again.Select(one => one.Sequence));
        Assert.Equal(Text(record with { Revision = again.Count }), Text(Projection.Of(again)!));
    }

    What_events_add_up_to In(string state) => state switch
    {
        "started" => Started(),
        "running" => Running(),
        "waiting" => Running().Add(EventDraft.Of(new StatusChanged(RunStatus.Waiting, "which one?"))),
        "noted" => Running().Add(Note("main.1", "one", 1, 2)).Add(Note("main.1", "two")),
        "noted from outside" => In("noted").Add(Note(null, "three")),
        "noted and retried" => In("noted").Add(SpawnEnd(RunStatus.Failed, 3))
            .Add(EventDraft.Of(new TaskToRetry("main", "main.1", 2, 1_000, s_at.AddMinutes(1).AddSeconds(1), Reason.Exit))),
        "asking" => Running().Add(Question(1, 10)),
        "asking twice" => In("asking").Add(Question(2, 11)),
        "answered" => In("asking").Add(Closed(1)).Add(EventDraft.Of(new StatusChanged(RunStatus.Running))),
        "answered, and asking" => In("answered").Add(Question(2, 30)),
        "asking, and another answered" => In("asking").Add(Question(2, 3)).Add(Closed(1)),
        "cancelled while it asked" => In("asking").Add(End(RunStatus.Cancelled, null)),
        "resumed after it had asked" => In("cancelled while it asked").Add(EventDraft.Of(new RunResumed(s_spec, "2", [], ["main"])), generation: 2),
        "asking in its next life" => In("resumed after it had asked")
            .Add(EventDraft.Of(new WorkerStarted(s_process, "host", "1.2")), 2)
            .Add(EventDraft.Of(new SpawnStarted("main.2", "main", 2, s_process, null, null)), 2)
            .Add(EventDraft.Of(new StatusChanged(RunStatus.Running)), 2)
            .Add(Question(2, 40), 2),
        "ended" => Running().Add(SpawnEnd(RunStatus.Failed, 3)).Add(End(RunStatus.Failed, 3)),
        "cancelled while it ran" => Running().Add(End(RunStatus.Cancelled, null)),
        "resumed" => In("ended").Add(EventDraft.Of(new RunResumed(s_spec, "2", [], ["main"])), generation: 2),
        "resumed with its task kept" => Running().Add(SpawnEnd(RunStatus.Complete)).Add(End(RunStatus.Failed, 3))
            .Add(EventDraft.Of(new RunResumed(s_spec, "2", ["main"], [])), generation: 2),
        "running again" => In("resumed")
            .Add(EventDraft.Of(new WorkerStarted(s_process, "host", "1.2")), 2)
            .Add(EventDraft.Of(new SpawnStarted("main.2", "main", 2, s_process, null, null)), 2)
            .Add(EventDraft.Of(new StatusChanged(RunStatus.Running)), 2),
        _ => In("running again").Add(End(RunStatus.Complete), 2),
    };

    static string Text(RunRecord record) => MillJson.Text(record, Forms.Of);

    [Fact]
    public void is_not_moved_by_a_late_word_of_an_earlier_generation()
    {
        Running().Add(End(RunStatus.Failed, 3)).Add(EventDraft.Of(new RunResumed(s_spec, "2", [], ["main"])), generation: 2);
        var before = Record;
        var after = Add(End(RunStatus.Complete)).Add(SpawnEnd(RunStatus.Complete)).Add(EventDraft.Of(new WorkerStarted(s_process, null, "1"))).Record;
        Assert.Equal((RunStatus.Pending, null, 2), (after.Status, after.Worker, after.Generation));
        Assert.Equal((before.Tasks[0], before.Revision + 3), (after.Tasks[0], after.Revision));
    }

    [Fact]
    public void is_not_moved_by_a_generation_that_never_began()
    {
        var record = Running().Add(End(RunStatus.Complete), generation: 2).Record;
        Assert.Equal((RunStatus.Running, 1, 5L), (record.Status, record.Generation, record.Revision));
    }

    [Fact]
    public void is_what_the_snapshot_says_after_a_round_through_json()
    {
        var record = Running().Add(SpawnEnd(RunStatus.Failed, 3)).Add(End(RunStatus.Failed, 3)).Record;
        var read = MillJson.Read<RunRecord>(Encoding.UTF8.GetBytes(Text(record)), Forms.Of)!;
        Assert.Equal(Text(record), Text(read));
    }
}
