using Mill.Launch;
using Mill.Liveness;
using Mill.Platform;
using Mill.Questions;
using Mill.Runs;
using Mill.Store;
using Mill.Supervise;

namespace Mill.Tests.Rules;

/// <summary>What may be asked, which answers count, what closes a question, and how long it protects.</summary>
public sealed class A_question
{
    static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    static readonly Question s_choice = new() { Id = "q1", Text = "Deploy?", Choices = ["yes", "No"], SpawnId = "main.1", AskedAt = s_now };
    static readonly Question s_free = new() { Id = "q2", Text = "Which branch?", SpawnId = "other.1", AskedAt = s_now };

    static RunRecord Record(params Question[] open) => new()
    {
        Id = "20260102-030405-abcd",
        Spec = new RunSpec { Command = "x", Path = "/x", WorkingDirectory = "/" },
        Status = open.Length > 0 ? RunStatus.Waiting : RunStatus.Running,
        Questions = open.Length > 0 ? open : null,
        Tasks = [new TaskRecord { Name = "main", Status = TaskState.Running, Attempts = 1 }],
    };

    static MillError Refused(Func<object?> act) => Assert.Throws<MillException>(() => act()).Code;

    [Theory]
    [InlineData("yes", "yes")]
    [InlineData("YES", "yes")]
    [InlineData("no", "No")]
    [InlineData(" yes ", "yes")]
    public void with_choices_takes_one_of_them_as_it_was_written(string given, string counts) => Assert.Equal(counts, QuestionRules.Accepted("run", s_choice, given));

    [Theory]
    [InlineData("maybe"), InlineData(""), InlineData("y"), InlineData("yes no"), InlineData("yes\nno")]
    public void with_choices_refuses_anything_else_and_names_them(string given)
    {
        var refused = Assert.Throws<MillException>(() => QuestionRules.Accepted("run", s_choice, given));
        Assert.Equal(MillError.AnswerRefused, refused.Code);
        Assert.Contains("yes, No", refused.Message, StringComparison.Ordinal);
        Assert.Contains("mill answer run yes", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("main"), InlineData(" spaces stay "), InlineData("-1"), InlineData("grün 😀")]
    public void without_choices_takes_anything_as_it_is(string given) => Assert.Equal(given, QuestionRules.Accepted("run", s_free, given));

    [Theory]
    [InlineData(""), InlineData("two\nlines"), InlineData("nul\0")]
    public void without_choices_refuses_what_is_no_line(string given) => Assert.Equal(MillError.BadValue, Refused(() => QuestionRules.Accepted("run", s_free, given)));

    [Theory]
    [InlineData("", "", null)]
    [InlineData("Go?", "yes,", null)]
    [InlineData("Go?", "yes,Yes", null)]
    [InlineData("Go?", "yes, no", null)]
    [InlineData("Go?", "yes,two\nlines", null)]
    [InlineData("Go?", "yes,no", "maybe")]
    [InlineData("Go?", "", "")]
    [InlineData("Go?", "", "two\nlines")]
    public void that_makes_no_sense_is_refused(string text, string choices, string? usual) => Assert.Equal(MillError.BadValue, Refused(() => QuestionRules.Check(
        new AskRequest { Text = text, Choices = choices.Length == 0 ? [] : choices.Split(','), Default = usual })));

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(99_999)]
    public void that_waits_for_no_time_or_for_centuries_is_refused(int days) =>
        Assert.Equal(MillError.BadValue, Refused(() => QuestionRules.Check(new AskRequest { Text = "Go?", Timeout = TimeSpan.FromDays(days) })));

    [Fact]
    public void is_kept_in_one_line_with_its_default_as_the_choice_was_written()
    {
        var kept = QuestionRules.Check(new AskRequest { Text = "Go\non?", Choices = ["yes", "No"], Default = "no" });
        Assert.Equal(("Go on?", "No"), (kept.Text, kept.Default));
    }

    [Fact]
    public void that_is_the_only_one_needs_no_name_and_of_several_all_are_told()
    {
        Assert.Null(QuestionRules.Meant(Record(), null));
        Assert.Null(QuestionRules.Meant(Record(s_free), "q1"));
        Assert.Same(s_free, QuestionRules.Meant(Record(s_free), null));
        Assert.Same(s_choice, QuestionRules.Meant(Record(s_choice, s_free), "q1"));
        var several = Assert.Throws<MillException>(() => QuestionRules.Meant(Record(s_choice, s_free), null));
        Assert.Equal(MillError.QuestionAmbiguous, several.Code);
        Assert.All(["q1: Deploy? (yes, No)", "q2: Which branch?", "--question q1"], text => Assert.Contains(text, several.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void that_is_closed_lets_the_run_go_on_only_when_it_was_the_last()
    {
        string[] Types(RunRecord record, params Question[] which) => [.. QuestionRules.Close(record, which, Answers.Answered, "yes", "me").Select(one => one.Type)];
        Assert.Equal([EventTypes.RunAnswered, EventTypes.RunStatus], Types(Record(s_choice), s_choice));
        Assert.Equal([EventTypes.RunAnswered], Types(Record(s_choice, s_free), s_choice));
        Assert.Equal([EventTypes.RunAnswered, EventTypes.RunAnswered, EventTypes.RunStatus], Types(Record(s_choice, s_free), s_choice, s_free));
        Assert.Empty(Types(Record(s_choice)));
    }

    [Fact]
    public void goes_with_the_spawn_that_asked_it()
    {
        static EventDraft End(string spawn) => EventDraft.Of(new SpawnEnded(spawn, "main", RunStatus.Failed, Reason.Exit, null, 3, null, s_now));
        string[] Gone(RunRecord record, params string[] spawns) => [.. QuestionRules.GoneWith(record, spawns.Select(End)).Select(one => one.Type)];
        Assert.Equal([EventTypes.RunAnswered], Gone(Record(s_choice, s_free), "main.1"));
        Assert.Equal([EventTypes.RunAnswered, EventTypes.RunStatus], Gone(Record(s_choice), "main.1"));
        Assert.Equal([EventTypes.RunAnswered, EventTypes.RunAnswered, EventTypes.RunStatus], Gone(Record(s_choice, s_free), "main.1", "other.1"));
        Assert.Empty(Gone(Record(s_choice), "main.2"));
        Assert.Empty(Gone(Record(), "main.1"));
    }

    [Theory]
    [InlineData("main.1", TaskState.Running, 1, "Runs")]
    [InlineData("main.2", TaskState.Running, 1, "NotYet")]
    [InlineData("main.1", TaskState.Pending, 0, "NotYet")]
    [InlineData("main.2", TaskState.Retrying, 1, "NotYet")]
    [InlineData("main.1", TaskState.Running, 2, "Over")]
    [InlineData("main.1", TaskState.Pending, 1, "Over")]
    [InlineData("main.1", TaskState.Retrying, 1, "Over")]
    [InlineData("main.1", TaskState.Failed, 1, "Over")]
    [InlineData("other.1", TaskState.Running, 1, "NotYet")]
    public void may_be_asked_by_the_attempt_that_runs(string spawn, TaskState state, int attempts, string standing)
    {
        Assert.True(SpawnId.TryParse(spawn, out var id));
        var record = Record() with { Tasks = [new TaskRecord { Name = "main", Status = state, Attempts = attempts }] };
        Assert.Equal(standing, $"{OwnRun.Standing(record, id)}");
        Assert.Equal(OwnStanding.RunOver, OwnRun.Standing(record with { Status = RunStatus.Failed }, id));
    }

    [Fact]
    public void C42_protects_its_run_for_a_day()
    {
        var record = Record(s_choice) with { QuestionAt = s_now };
        Assert.True(Heard.Of(record, "main", s_now.AddHours(23.9)).Waits);
        Assert.False(Heard.Of(record, "main", s_now.AddHours(24)).Waits);
        Assert.Equal(99_000, Heard.Of(record, "main", s_now.AddHours(1)).LastActivity(99_000, 10_000));
        Assert.False(Heard.Of(Record(), "main", s_now).Waits);
    }

    [Fact]
    public void C42_counts_from_when_it_was_asked_however_quiet_its_run_was_before()
    {
        var now = Current.Platform.Clock.GetUtcNow();
        var record = Record(s_choice) with { StartedAt = now.AddHours(-30), QuestionAt = now.AddHours(-1) };
        static Verdict Judged(long? age) => VerdictTable.Decide(new Evidence { RunId = "x", Recorded = RunStatus.Waiting, Life = Sign.Yes, ActivityAgeMs = age }, RepairLimits.Usual);
        Assert.InRange(Ages.OfActivity(null, record, Current.Platform)!.Value, 3_600_000, 3_700_000);
        Assert.Equal("alive", Judged(Ages.OfActivity(null, record, Current.Platform)).Name);
        Assert.True(Judged(Ages.OfActivity(null, record with { QuestionAt = now.AddHours(-25) }, Current.Platform)).Flagged);
        Assert.InRange(Ages.OfActivity(null, record with { NotedAt = now.AddSeconds(-7) }, Current.Platform)!.Value, 7_000, 100_000);
    }

    [Fact]
    public void that_was_answered_and_a_note_count_as_activity_from_when_they_were()
    {
        var noted = Record() with { Tasks = [new TaskRecord { Name = "main", NotedAt = s_now.AddSeconds(-3) }, new TaskRecord { Name = "other" }] };
        Assert.Equal(97_000, Heard.Of(noted, "main", s_now).LastActivity(100_000, 10_000));
        Assert.Equal(10_000, Heard.Of(noted, "other", s_now).LastActivity(100_000, 10_000));
        Assert.Equal(99_000, Heard.Of(noted with { QuestionAt = s_now.AddSeconds(-1) }, "main", s_now).LastActivity(100_000, 10_000));
        Assert.Equal(99_000, Heard.Of(noted with { QuestionAt = s_now.AddSeconds(-1) }, "other", s_now).LastActivity(100_000, 10_000));
        // A wall clock that was set does not reach into the future, nor behind what was seen.
        Assert.Equal(100_000, Heard.Of(noted, "main", s_now.AddDays(-1)).LastActivity(100_000, 10_000));
        Assert.Equal(10_000, Heard.Of(noted, "main", s_now.AddDays(1)).LastActivity(100_000, 10_000));
    }
}
