using FsCheck;
using FsCheck.Fluent;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.Properties;

/// <summary>What chance makes, and how often a property is looked at; what FsCheck finds, it makes smaller and tells.</summary>
static class Chance
{
    static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(300);

    /// <summary>Insists that something is true of everything that chance makes.</summary>
    public static void Holds<T>(Arbitrary<T> any, Action<T> property, int times = 300) =>
        Check.One(s_config.WithMaxTest(times), Prop.ForAll(any, property));

    /// <summary>Three of them together.</summary>
    public static Arbitrary<(TOne, TTwo, TThree)> Three<TOne, TTwo, TThree>(Gen<TOne> one, Gen<TTwo> two, Gen<TThree> three) =>
        one.Zip(two).Zip(three, (pair, third) => (pair.Item1, pair.Item2, third)).ToArbitrary();

    /// <summary>Text that can be stored: no half of a character.</summary>
    public static Arbitrary<string> Text { get; } =
        ArbMap.Default.GeneratorFor<string>().Select(text => new string([.. (text ?? "").Where(letter => !char.IsSurrogate(letter))])).ToArbitrary();

    /// <summary>Events of every kind that changes a record, in any order.</summary>
    public static Arbitrary<Happening[]> Story { get; } = ArbMap.Default.ArbFor<Happening[]>().Filter(story => story is not null && story.All(one => one is not null));

    /// <summary>Moments between the years 2 and 9998.</summary>
    public static Arbitrary<DateTimeOffset> Moment { get; } = Gen.Choose(0, int.MaxValue).Two()
        .Select(two => new DateTimeOffset(2, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds((two.Item1 * (long)int.MaxValue + two.Item2) % 315_000_000_000)).ToArbitrary();
}

/// <summary>Something that can happen to a run with two tasks.</summary>
sealed record Happening(byte Kind, byte Number, string? Word)
{
    static readonly DateTimeOffset s_then = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    static readonly RunStatus[] s_ends = [RunStatus.Complete, RunStatus.Failed, RunStatus.Cancelled];
    static readonly Reason[] s_reasons = [Reason.Exit, Reason.Signal, Reason.Timeout, Reason.WorkerLost];

    /// <summary>What was asked for.</summary>
    public static RunSpec Spec { get; } = new()
    {
        Command = "",
        Path = "",
        WorkingDirectory = "/",
        Plan = new RunPlan { Tasks = [new TaskSpec { Name = "a", Command = "x" }, new TaskSpec { Name = "b", Command = "x", After = ["a"] }] },
    };

    /// <summary>How every story begins.</summary>
    public static EventDraft Beginning => EventDraft.Of(new RunStarted(Spec, s_then, "host", "1", null));

    string Task => (Number & 1) == 0 ? "a" : "b";
    int Attempt => 1 + (Number >> 1) % 3;
    string Spawn => new SpawnId(Task, Attempt).ToString();
    string Text => new([.. (Word ?? "").Where(letter => !char.IsSurrogate(letter))]);

    /// <summary>It as an event.</summary>
    public EventDraft Draft() => (Kind % 13) switch
    {
        0 => EventDraft.Of(new StatusChanged((RunStatus)(Number % 6), Text)),
        1 => EventDraft.Of(new SpawnStarted(Spawn, Task, Attempt, new ProcessIdentity(Number, Text, "boot", null, null), null, null)),
        2 => EventDraft.Of(new SpawnEnded(Spawn, Task, s_ends[Number % 3], s_reasons[Number % 4], Text, Number, null, s_then)),
        3 => EventDraft.Of(new RunEnded(s_ends[Number % 3], s_reasons[Number % 4], Text, Number, null, s_then)),
        4 => EventDraft.Of(new RunResumed(Spec, "1", (Number & 1) == 0 ? ["a"] : [], ["b"])),
        5 => EventDraft.Of(new TaskToRetry(Task, Spawn, Attempt + 1, Number, s_then, Reason.Timeout)),
        6 => EventDraft.Of(new TaskLeftOut(Task, null, Reason.DependencyFailed)),
        7 => EventDraft.Of(new NoteTold(Spawn, Task, Text, Number, Number + 1)),
        8 => EventDraft.Of(new Question { Id = Question.IdOf(1 + Number % 4), Text = Text, Choices = ["yes", Text], AskedAt = s_then, ExpiresAt = s_then }),
        9 => EventDraft.Of(new QuestionClosed(Question.IdOf(1 + Number % 4), Text, null, Answers.Answered)),
        10 => EventDraft.Of(new WorkerStarted(new ProcessIdentity(Number, "1", "boot", "machine", "4026531836"), "host", Text)),
        11 => EventDraft.Of(new RunRepairedPayload(Text, "finish", Text, Number)),
        _ => EventDraft.Of(new SignalIgnored(Text, Number, 0)),
    };
}
