namespace Mill.Runs;

/// <summary>Of <c>run:start</c>.</summary>
public sealed record RunStarted(RunSpec Spec, DateTimeOffset CreatedAt, string? Host, string? Version, ProcessIdentity? Launcher);

/// <summary>Of <c>run:status</c>.</summary>
public sealed record StatusChanged(RunStatus Status, string? Message = null);

/// <summary>Of <c>run:complete</c>, <c>run:failed</c>, <c>run:cancelled</c>.</summary>
public sealed record RunEnded(
    RunStatus Status, Reason Reason, string? Message, int? ExitCode, string? Signal, DateTimeOffset EndedAt, long? GraceMs = null);

/// <summary>Of <c>run:repaired</c>.</summary>
public sealed record RunRepairedPayload(string Verdict, string Action, string Reason, int Survivors);

/// <summary>Of <c>run:resumed</c>.</summary>
public sealed record RunResumed(RunSpec Spec, string? Version, IReadOnlyList<string> Kept, IReadOnlyList<string> Again);

/// <summary>Of <c>spawn:start</c>.</summary>
public sealed record SpawnStarted(
    string SpawnId, string Task, int Attempt, ProcessIdentity Process, Deadline? Deadline, LimitsInForce? Limits);

/// <summary>Of <c>spawn:complete</c>, <c>spawn:error</c>, <c>spawn:cancelled</c>.</summary>
public sealed record SpawnEnded(
    string SpawnId, string Task, RunStatus Status, Reason Reason, string? Message, int? ExitCode, string? Signal, DateTimeOffset EndedAt);

/// <summary>Of <c>worker:start</c>.</summary>
public sealed record WorkerStarted(ProcessIdentity Process, string? Host, string Version);

/// <summary>Of <c>worker:signal</c>.</summary>
public sealed record SignalIgnored(string Signal, int? FromPid, int? FromUser);

/// <summary>Of <c>worker:limit</c>.</summary>
public sealed record LimitMet(Reason Limit, string Message);

/// <summary>Of <c>worker:end</c>.</summary>
public sealed record WorkerEnded(int Survivors, string? Message);
