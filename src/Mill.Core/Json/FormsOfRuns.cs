using Mill.Liveness;
using Mill.Runs;

namespace Mill.Json;

/// <content>A run as programs see it, and what is known of it.</content>
internal static partial class Forms
{
    public static Run Of(Fields f, Run? it) => new()
    {
        Id = f.Text("id", it?.Id, must: true),
        Name = f.Text("name", it?.Name),
        Status = f.Status("status", it?.Status),
        EffectiveStatus = f.Effective("effectiveStatus", it?.EffectiveStatus),
        Mismatch = f.Flag("mismatch", it?.Mismatch),
        Health = f.Health("health", it?.Health),
        HealthReason = f.Text("healthReason", it?.HealthReason),
        Reason = f.ReasonOrNull("reason", it?.Reason),
        Message = f.Text("message", it?.Message),
        ExitCode = f.IntOrNull("exitCode", it?.ExitCode),
        Signal = f.Text("signal", it?.Signal),
        CreatedAt = f.TimeOrNull("createdAt", it?.CreatedAt),
        StartedAt = f.TimeOrNull("startedAt", it?.StartedAt),
        EndedAt = f.TimeOrNull("endedAt", it?.EndedAt),
        DurationMs = f.LongOrNull("durationMs", it?.DurationMs),
        Generation = f.Int("generation", it?.Generation),
        ParentId = f.Text("parentId", it?.ParentId),
        Depth = f.Int("depth", it?.Depth),
        Tags = f.Map("tags", it?.Tags),
        Directory = f.Text("directory", it?.Directory, must: true),
        WorkingDirectory = f.Text("workingDirectory", it?.WorkingDirectory),
        Command = f.Text("command", it?.Command),
        Arguments = f.Texts("arguments", it?.Arguments),
        Program = f.Part("program", it?.Program, Of),
        Plan = f.Part("plan", it?.Plan, Of),
        Queue = f.Part("queue", it?.Queue, Of),
        Worker = f.Part("worker", it?.Worker, Of),
        Heartbeat = f.Part("heartbeat", it?.Heartbeat, Of),
        Result = f.JsonOrNull("result", it?.Result),
        Progress = f.Part("progress", it?.Progress, Of),
        ExpectedEndAt = f.TimeOrNull("expectedEndAt", it?.ExpectedEndAt),
        Note = f.Text("note", it?.Note),
        NotedAt = f.TimeOrNull("notedAt", it?.NotedAt),
        Questions = f.Parts("questions", it?.Questions, Of),
        Limits = f.Part("limits", it?.Limits, Of),
        Tasks = f.Parts("tasks", it?.Tasks, Of),
        Revision = f.Long("revision", it?.Revision),
    };

    public static RunHeartbeat Of(Fields f, RunHeartbeat? it) => new(
        f.Time("at", it?.At), f.LongOrNull("ageMs", it?.AgeMs), f.DoubleOrNull("rssMb", it?.RssMb), f.DoubleOrNull("childRssMb", it?.ChildRssMb),
        f.TimeOrNull("lastActivityAt", it?.LastActivityAt));

    public static PlanInBrief Of(Fields f, PlanInBrief? it) => new(
        f.Text("title", it?.Title), f.Text("origin", it?.Origin), f.Int("parallel", it?.Parallel), f.Flag("failFast", it?.FailFast));

    public static Evidence Of(Fields f, Evidence? it) => new()
    {
        RunId = f.Text("runId", it?.RunId, must: true),
        GatheredAt = f.Time("gatheredAt", it?.GatheredAt),
        Generation = f.Int("generation", it?.Generation),
        Recorded = f.StatusOrNull("recorded", it?.Recorded),
        Ending = f.Part("ending", it?.Ending, Of),
        EndingFrom = f.Text("endingFrom", it?.EndingFrom),
        FilesAgree = f.Flag("filesAgree", it?.FilesAgree),
        Damage = f.Texts("damage", it?.Damage),
        IsNewer = f.Flag("isNewer", it?.IsNewer),
        Marker = f.Flag("marker", it?.Marker),
        Life = f.Sign("life", it?.Life),
        LifeReason = f.Text("lifeReason", it?.LifeReason),
        Worker = f.Part("worker", it?.Worker, Of),
        WorkerAlive = f.Sign("workerAlive", it?.WorkerAlive),
        SameBoot = f.Sign("sameBoot", it?.SameBoot),
        TasksEnd = f.StatusOrNull("tasksEnd", it?.TasksEnd),
        Empty = f.Flag("empty", it?.Empty),
        Queued = f.Flag("queued", it?.Queued),
        Place = f.Part("place", it?.Place, Of),
        HeartbeatAgeMs = f.LongOrNull("heartbeatAgeMs", it?.HeartbeatAgeMs),
        StartedAgeMs = f.LongOrNull("startedAgeMs", it?.StartedAgeMs),
        ActivityAgeMs = f.LongOrNull("activityAgeMs", it?.ActivityAgeMs),
        SignOfLifeAgeMs = f.LongOrNull("signOfLifeAgeMs", it?.SignOfLifeAgeMs),
        RssMb = f.DoubleOrNull("rssMb", it?.RssMb),
        HooksMs = f.Long("hooksMs", it?.HooksMs),
        DeadlinePassed = f.Flag("deadlinePassed", it?.DeadlinePassed),
    };

    public static QueuePlace Of(Fields f, QueuePlace? it) => new(
        f.Text("queue", it?.Queue), f.IntOrNull("number", it?.Number), f.Flag("paused", it?.Paused), f.Texts("after", it?.After));
}
