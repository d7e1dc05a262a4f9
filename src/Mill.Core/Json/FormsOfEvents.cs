using Mill.Runs;

namespace Mill.Json;

/// <content>An event, and what each kind of them carries.</content>
internal static partial class Forms
{
    public static RunEvent Of(Fields f, RunEvent? it) => new()
    {
        SchemaVersion = f.Int("schemaVersion", it?.SchemaVersion),
        RunId = f.Text("runId", it?.RunId, must: true),
        Generation = f.Int("generation", it?.Generation),
        Sequence = f.Long("sequence", it?.Sequence),
        Timestamp = f.Time("timestamp", it?.Timestamp),
        Type = f.Text("type", it?.Type, must: true),
        Payload = f.Json("payload", it?.Payload),
    };

    public static RunStarted Of(Fields f, RunStarted? it) => new(
        f.Part("spec", it?.Spec, Of), f.Time("createdAt", it?.CreatedAt), f.Text("host", it?.Host), f.Text("version", it?.Version),
        f.Part("launcher", it?.Launcher, Of));

    public static StatusChanged Of(Fields f, StatusChanged? it) => new(f.Status("status", it?.Status), f.Text("message", it?.Message));

    public static RunEnded Of(Fields f, RunEnded? it) => new(
        f.Status("status", it?.Status), f.Reason("reason", it?.Reason), f.Text("message", it?.Message), f.IntOrNull("exitCode", it?.ExitCode),
        f.Text("signal", it?.Signal), f.Time("endedAt", it?.EndedAt));

    public static RunRepairedPayload Of(Fields f, RunRepairedPayload? it) => new(
        f.Text("verdict", it?.Verdict), f.Text("action", it?.Action), f.Text("reason", it?.Reason), f.Int("survivors", it?.Survivors));

    public static RunResumed Of(Fields f, RunResumed? it) => new(
        f.Part("spec", it?.Spec, Of), f.Text("version", it?.Version), f.Texts("kept", it?.Kept), f.Texts("again", it?.Again),
        f.Texts("anew", it?.Anew), f.Texts("leftOut", it?.LeftOut));

    public static SpawnStarted Of(Fields f, SpawnStarted? it) => new(
        f.Text("spawnId", it?.SpawnId), f.Text("task", it?.Task), f.Int("attempt", it?.Attempt), f.Part("process", it?.Process, Of),
        f.Part("deadline", it?.Deadline, Of), f.Part("limits", it?.Limits, Of));

    public static SpawnEnded Of(Fields f, SpawnEnded? it) => new(
        f.Text("spawnId", it?.SpawnId), f.Text("task", it?.Task), f.Status("status", it?.Status), f.Reason("reason", it?.Reason),
        f.Text("message", it?.Message), f.IntOrNull("exitCode", it?.ExitCode), f.Text("signal", it?.Signal), f.Time("endedAt", it?.EndedAt));

    public static TaskMadeReady Of(Fields f, TaskMadeReady? it) => new(f.Text("task", it?.Task));

    public static TaskToRetry Of(Fields f, TaskToRetry? it) => new(
        f.Text("task", it?.Task), f.Text("spawnId", it?.SpawnId), f.Int("attempt", it?.Attempt), f.Long("delayMs", it?.DelayMs),
        f.Time("at", it?.At), f.Reason("reason", it?.Reason));

    public static DeadLetter Of(Fields f, DeadLetter? it) => new(
        f.Text("task", it?.Task), f.Text("spawnId", it?.SpawnId), f.Int("attempts", it?.Attempts), f.Reason("reason", it?.Reason),
        f.Text("lastError", it?.LastError), f.Time("at", it?.At));

    public static DeadLetterLine Of(Fields f, DeadLetterLine? it) => new(
        f.Int("schemaVersion", it?.SchemaVersion), f.Text("runId", it?.RunId), f.Int("generation", it?.Generation), f.Text("task", it?.Task),
        f.Text("spawnId", it?.SpawnId), f.Int("attempts", it?.Attempts), f.Reason("reason", it?.Reason), f.Text("lastError", it?.LastError), f.Time("at", it?.At));

    public static TaskLeftOut Of(Fields f, TaskLeftOut? it) => new(f.Text("task", it?.Task), f.Text("because", it?.Because), f.Reason("reason", it?.Reason));

    public static NoteTold Of(Fields f, NoteTold? it) => new(
        f.Text("spawnId", it?.SpawnId), f.Text("task", it?.Task), f.Text("text", it?.Text), f.IntOrNull("done", it?.Done),
        f.IntOrNull("total", it?.Total));

    public static QuestionClosed Of(Fields f, QuestionClosed? it) => new(
        f.Text("id", it?.Id), f.Text("answer", it?.Answer), f.Text("by", it?.By), f.Text("how", it?.How));

    public static WorkerStarted Of(Fields f, WorkerStarted? it) => new(
        f.Part("process", it?.Process, Of), f.Text("host", it?.Host), f.Text("version", it?.Version));

    public static SignalIgnored Of(Fields f, SignalIgnored? it) => new(
        f.Text("signal", it?.Signal), f.IntOrNull("fromPid", it?.FromPid), f.IntOrNull("fromUser", it?.FromUser));

    public static LimitMet Of(Fields f, LimitMet? it) => new(f.Reason("limit", it?.Limit), f.Text("message", it?.Message));

    public static WorkerEnded Of(Fields f, WorkerEnded? it) => new(f.Int("survivors", it?.Survivors), f.Text("message", it?.Message));
}
