using Mill.Runs;

namespace Mill.Json;

/// <content>What a run came to.</content>
internal static partial class Forms
{
    public static RunResult Of(Fields f, RunResult? it) => new()
    {
        SchemaVersion = f.Int("schemaVersion", it?.SchemaVersion),
        RunId = f.Text("runId", it?.RunId, must: true),
        Generation = f.Int("generation", it?.Generation),
        Status = f.Status("status", it?.Status),
        Reason = f.Reason("reason", it?.Reason),
        Message = f.Text("message", it?.Message),
        ExitCode = f.IntOrNull("exitCode", it?.ExitCode),
        Signal = f.Text("signal", it?.Signal),
        ErrorMessage = f.Text("errorMessage", it?.ErrorMessage),
        StartedAt = f.TimeOrNull("startedAt", it?.StartedAt),
        EndedAt = f.Time("endedAt", it?.EndedAt),
        DurationMs = f.LongOrNull("durationMs", it?.DurationMs),
        Value = f.JsonOrNull("value", it?.Value),
        Spawns = f.Parts("spawns", it?.Spawns, Of),
    };

    public static SpawnResult Of(Fields f, SpawnResult? it) => new()
    {
        SpawnId = f.Text("spawnId", it?.SpawnId, must: true),
        Task = f.Text("task", it?.Task, must: true),
        Status = f.Status("status", it?.Status),
        Reason = f.Reason("reason", it?.Reason),
        Message = f.Text("message", it?.Message),
        ExitCode = f.IntOrNull("exitCode", it?.ExitCode),
        Signal = f.Text("signal", it?.Signal),
        StartedAt = f.TimeOrNull("startedAt", it?.StartedAt),
        EndedAt = f.TimeOrNull("endedAt", it?.EndedAt),
        Usage = f.Part("usage", it?.Usage, Of),
        Out = f.Part("out", it?.Out, Of),
        Err = f.Part("err", it?.Err, Of),
        SessionRef = f.Text("sessionRef", it?.SessionRef),
    };

    public static Usage Of(Fields f, Usage? it) => new(
        f.Long("cpuUserMs", it?.CpuUserMs), f.Long("cpuSystemMs", it?.CpuSystemMs), f.Long("peakRssBytes", it?.PeakRssBytes));

    public static StreamResult Of(Fields f, StreamResult? it) => new()
    {
        Bytes = f.Long("bytes", it?.Bytes),
        CutBytes = f.Long("cutBytes", it?.CutBytes),
        EmptiedByProcess = f.Flag("emptiedByProcess", it?.EmptiedByProcess),
        Last = f.Part("last", it?.Last, Of),
    };

    public static StoredText Of(Fields f, StoredText? it) => new(
        f.Text("text", it?.Text), f.Flag("truncated", it?.Truncated), f.Long("originalBytes", it?.OriginalBytes));

    public static Cleanup Of(Fields f, Cleanup? it) => new()
    {
        SchemaVersion = f.Int("schemaVersion", it?.SchemaVersion),
        RunId = f.Text("runId", it?.RunId, must: true),
        Generation = f.Int("generation", it?.Generation),
        At = f.Time("at", it?.At),
        TermSent = f.Int("termSent", it?.TermSent),
        KillSent = f.Int("killSent", it?.KillSent),
        Survivors = f.Parts("survivors", it?.Survivors, Of),
        Mechanism = f.Text("mechanism", it?.Mechanism),
        LogHolders = f.Parts("logHolders", it?.LogHolders, Of),
    };

    public static Survivor Of(Fields f, Survivor? it) => new(
        f.Int("pid", it?.Pid), f.Text("startTime", it?.StartTime), f.Text("command", it?.Command), f.Text("why", it?.Why));
}
