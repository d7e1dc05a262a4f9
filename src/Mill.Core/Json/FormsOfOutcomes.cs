using Mill.Runs;

namespace Mill.Json;

/// <content>What a command came to.</content>
internal static partial class Forms
{
    public static StopOutcome Of(Fields f, StopOutcome? it) => new()
    {
        Id = f.Text("id", it?.Id, must: true),
        Status = f.Status("status", it?.Status),
        AlreadyTerminal = f.Flag("alreadyTerminal", it?.AlreadyTerminal),
        TermSent = f.Int("termSent", it?.TermSent),
        KillSent = f.Int("killSent", it?.KillSent),
        Survivors = f.Parts("survivors", it?.Survivors, Of),
        Mechanism = f.Text("mechanism", it?.Mechanism),
        Nested = f.Parts("nested", it?.Nested, Of),
    };

    public static RepairOutcome Of(Fields f, RepairOutcome? it) => new()
    {
        Id = f.Text("id", it?.Id, must: true),
        Verdict = f.Text("verdict", it?.Verdict, must: true),
        Reason = f.Text("reason", it?.Reason, must: true),
        Action = f.Text("action", it?.Action, must: true),
        Repaired = f.Flag("repaired", it?.Repaired),
        Evidence = f.Part("evidence", it?.Evidence, Of),
        Survivors = f.Parts("survivors", it?.Survivors, Of),
        Status = f.StatusOrNull("status", it?.Status),
    };

    public static ResumeOutcome Of(Fields f, ResumeOutcome? it) => new(
        f.Text("id", it?.Id), f.Int("generation", it?.Generation), f.Texts("kept", it?.Kept), f.Texts("again", it?.Again),
        f.Part("run", it?.Run, Of))
    {
        LeftOut = f.Texts("leftOut", it?.LeftOut),
    };

    public static SweepOutcome Of(Fields f, SweepOutcome? it) => new(
        f.Text("id", it?.Id), f.Text("what", it?.What), f.Long("bytes", it?.Bytes), f.Text("why", it?.Why));

    public static RemoveOutcome Of(Fields f, RemoveOutcome? it) => new(f.Text("id", it?.Id), f.Flag("removed", it?.Removed));

    public static NoteOutcome Of(Fields f, NoteOutcome? it) => new(
        f.Text("id", it?.Id), f.Text("spawnId", it?.SpawnId), f.Text("task", it?.Task), f.Text("text", it?.Text),
        f.Part("progress", it?.Progress, Of));

    public static AnswerOutcome Of(Fields f, AnswerOutcome? it) => new(
        f.Text("id", it?.Id), f.Text("question", it?.Question), f.Text("text", it?.Text), f.Text("answer", it?.Answer), f.Text("by", it?.By),
        f.Text("how", it?.How));

    public static WatchItem Of(Fields f, WatchItem? it) => new()
    {
        Id = f.Text("id", it?.Id, must: true),
        Channel = f.Text("channel", it?.Channel, must: true),
        At = f.TimeOrNull("at", it?.At),
        Event = f.Part("event", it?.Event, Of),
        Line = f.Text("line", it?.Line),
        Spawn = f.Text("spawn", it?.Spawn),
    };

    public static LogLine Of(Fields f, LogLine? it) => new(f.Text("stream", it?.Stream), f.Text("line", it?.Line));

    public static Setting Of(Fields f, Setting? it) => new(f.Text("key", it?.Key), f.Text("value", it?.Value), f.Text("source", it?.Source));

    public static QueueView Of(Fields f, QueueView? it) => new()
    {
        Name = f.Text("name", it?.Name, must: true),
        Parallel = f.IntOrNull("parallel", it?.Parallel),
        Paused = f.Flag("paused", it?.Paused),
        Running = f.Texts("running", it?.Running),
        Waiting = f.Parts("waiting", it?.Waiting, Of),
    };

    public static WaitingRun Of(Fields f, WaitingRun? it) => new(f.Text("id", it?.Id), f.Int("priority", it?.Priority), f.Texts("after", it?.After));

    public static QueueRemoval Of(Fields f, QueueRemoval? it) => new(f.Text("name", it?.Name), f.Flag("removed", it?.Removed));

    public static PlanPreview Of(Fields f, PlanPreview? it) => new(
        f.Text("name", it?.Name), f.Text("origin", it?.Origin), f.Int("parallel", it?.Parallel), f.Flag("failFast", it?.FailFast),
        f.Parts("tasks", it?.Tasks, Of), f.Texts("criticalPath", it?.CriticalPath), f.LongOrNull("expectedMs", it?.ExpectedMs));

    public static TaskPreview Of(Fields f, TaskPreview? it) => new(
        f.Text("name", it?.Name), f.Int("wave", it?.Wave), f.Text("command", it?.Command), f.Texts("after", it?.After),
        f.LongOrNull("expectedMs", it?.ExpectedMs));

    public static ErrorReport Of(Fields f, ErrorReport? it) => new(f.Part("error", it?.Error, Of));

    public static ErrorBody Of(Fields f, ErrorBody? it) => new(f.Text("code", it?.Code), f.Text("message", it?.Message), f.Text("target", it?.Target));
}
