using System.Text.Json;

namespace Mill.Runs;

/// <summary>A run as people and programs see it: what is recorded, and what is true now.</summary>
public sealed record Run
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }
    /// <summary>Its name.</summary>
    public string? Name { get; init; }
    /// <summary>What is recorded.</summary>
    public RunStatus Status { get; init; }
    /// <summary>What is true now.</summary>
    public EffectiveStatus EffectiveStatus { get; init; }
    /// <summary>Whether the record and the truth differ in a way that repair would mend.</summary>
    public bool Mismatch { get; init; }
    /// <summary>How it feels.</summary>
    public Health Health { get; init; }
    /// <summary>Why it is said to feel so.</summary>
    public string? HealthReason { get; init; }
    /// <summary>Why it ended.</summary>
    public Reason? Reason { get; init; }
    /// <summary>The reason in words.</summary>
    public string? Message { get; init; }
    /// <summary>The exit code; 128 and the signal's number for a signal.</summary>
    public int? ExitCode { get; init; }
    /// <summary>The name of the signal that ended it.</summary>
    public string? Signal { get; init; }
    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
    /// <summary>When its process was launched.</summary>
    public DateTimeOffset? StartedAt { get; init; }
    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>How long it took, or has taken so far.</summary>
    public long? DurationMs { get; init; }
    /// <summary>Which life of the run.</summary>
    public int Generation { get; init; }
    /// <summary>The run inside which it was started.</summary>
    public string? ParentId { get; init; }
    /// <summary>How many runs it is inside of.</summary>
    public int Depth { get; init; }
    /// <summary>Words to find it by.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    /// <summary>The run's folder.</summary>
    public required string Directory { get; init; }
    /// <summary>The folder that its process started in.</summary>
    public string? WorkingDirectory { get; init; }
    /// <summary>The command.</summary>
    public string? Command { get; init; }
    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
    /// <summary>The copy that it runs; null for a command that was there already.</summary>
    public RunProgram? Program { get; init; }
    /// <summary>The plan that it goes through; null for a run of one command.</summary>
    public PlanInBrief? Plan { get; init; }
    /// <summary>How it waits for its turn, or did; null for one that was started at once.</summary>
    public RunQueue? Queue { get; init; }
    /// <summary>Who supervises it.</summary>
    public RunWorker? Worker { get; init; }
    /// <summary>The worker's last sign of life.</summary>
    public RunHeartbeat? Heartbeat { get; init; }
    /// <summary>What its process left as its result; null in lists, which do not look for it.</summary>
    public JsonElement? Result { get; init; }
    /// <summary>How far it is.</summary>
    public Progress? Progress { get; init; }
    /// <summary>When runs of its name that took as long as usual would be done; null where nobody looked, or nothing is known.</summary>
    public DateTimeOffset? ExpectedEndAt { get; init; }
    /// <summary>What it told last, or somebody about it.</summary>
    public string? Note { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset? NotedAt { get; init; }
    /// <summary>What it asks and nobody has answered.</summary>
    public IReadOnlyList<Question> Questions { get; init; } = [];
    /// <summary>Which limits hold it, and by what means.</summary>
    public LimitsInForce? Limits { get; init; }
    /// <summary>Its tasks.</summary>
    public IReadOnlyList<TaskRecord> Tasks { get; init; } = [];
    /// <summary>Grows with every change.</summary>
    public long Revision { get; init; }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}

/// <summary>Who supervises a run.</summary>
public sealed record RunWorker(int Pid, string StartTime, string BootId, string? Host, string? Version);

/// <summary>A plan without its tasks.</summary>
public sealed record PlanInBrief(string Title, string? Origin, int Parallel, bool FailFast);

/// <summary>A worker's last sign of life.</summary>
public sealed record RunHeartbeat(DateTimeOffset At, long? AgeMs, double? RssMb, double? ChildRssMb, DateTimeOffset? LastActivityAt);
