using Mill.Runs;

namespace Mill.Json;

/// <content>What a worker tells, and what it is told.</content>
internal static partial class Forms
{
    public static WorkerRecord Of(Fields f, WorkerRecord? it) => new()
    {
        SchemaVersion = f.Int("schemaVersion", it?.SchemaVersion),
        RunId = f.Text("runId", it?.RunId, must: true),
        Generation = f.Int("generation", it?.Generation),
        Process = f.Part("process", it?.Process, Of, must: true),
        Lock = f.File("lock", it?.Lock),
        Host = f.Text("host", it?.Host),
        Version = f.Text("version", it?.Version),
        CommandLine = f.Texts("commandLine", it?.CommandLine),
        StartedAt = f.Time("startedAt", it?.StartedAt),
    };

    public static Heartbeat Of(Fields f, Heartbeat? it) => new()
    {
        SchemaVersion = f.Int("schemaVersion", it?.SchemaVersion),
        Pid = f.Int("pid", it?.Pid),
        StartTime = f.Text("startTime", it?.StartTime, must: true),
        At = f.Long("at", it?.At),
        BootId = f.Text("bootId", it?.BootId, must: true),
        AtBootMs = f.Long("atBootMs", it?.AtBootMs),
        RunId = f.Text("runId", it?.RunId, must: true),
        Generation = f.Int("generation", it?.Generation),
        Tick = f.Long("tick", it?.Tick),
        Memory = f.Part("memory", it?.Memory, Of),
        LastActivityAt = f.LongOrNull("lastActivityAt", it?.LastActivityAt),
        Current = f.Text("current", it?.Current),
        Progress = f.Part("progress", it?.Progress, Of),
        Descendants = f.Parts("descendants", it?.Descendants, Of),
    };

    public static MemoryFigures Of(Fields f, MemoryFigures? it) => new(f.Double("rssMb", it?.RssMb), f.Double("childRssMb", it?.ChildRssMb));

    public static Progress Of(Fields f, Progress? it) => new(f.Int("done", it?.Done), f.Int("total", it?.Total), f.Text("current", it?.Current));

    public static Descendant Of(Fields f, Descendant? it) => new(f.Int("pid", it?.Pid), f.Text("startTime", it?.StartTime));

    public static WorkerOrders Of(Fields f, WorkerOrders? it) => new(
        f.Text("home", it?.Home), f.Text("runId", it?.RunId), f.Int("generation", it?.Generation), f.Part("spec", it?.Spec, Of),
        f.Texts("environment", it?.Environment), f.Bytes("bytes", it?.Bytes));

    public static WorkerReply Of(Fields f, WorkerReply? it) => new(
        f.Flag("launched", it?.Launched), f.Text("code", it?.Code), f.Text("message", it?.Message));

    public static StopOrder Of(Fields f, StopOrder? it) => new(
        f.Int("schemaVersion", it?.SchemaVersion), f.Text("runId", it?.RunId), f.Int("generation", it?.Generation), f.Long("graceMs", it?.GraceMs));

    public static KeptEnvironment Of(Fields f, KeptEnvironment? it) => new(
        f.Int("schemaVersion", it?.SchemaVersion), f.Text("runId", it?.RunId), f.Int("generation", it?.Generation),
        f.Texts("environment", it?.Environment), f.Bytes("bytes", it?.Bytes), f.Texts("leftOut", it?.LeftOut));
}
