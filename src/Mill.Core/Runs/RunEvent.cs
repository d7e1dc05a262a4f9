using System.Text.Json;

namespace Mill.Runs;

/// <summary>One line of the event log, the truth about a run.</summary>
public sealed record RunEvent
{
    // No log is larger than a gigabyte, and an event is more than a byte: a greater number is no place in one.
    internal const long MostInAll = 1L << 30;

    /// <summary>The format.</summary>
    public int SchemaVersion { get; init; } = RunRecord.CurrentSchema;
    /// <summary>Which run.</summary>
    public required string RunId { get; init; }
    /// <summary>Which life of the run.</summary>
    public int Generation { get; init; }
    /// <summary>Its place in the log: from 1, with no gap and no repeat.</summary>
    public long Sequence { get; init; }
    /// <summary>When it was written.</summary>
    public DateTimeOffset Timestamp { get; init; }
    /// <summary>What happened; one of <see cref="EventTypes"/> or something newer.</summary>
    public required string Type { get; init; }
    /// <summary>The particulars.</summary>
    public JsonElement Payload { get; init; }
    /// <summary>The particulars as they were before they became JSON; null for an event that was read.</summary>
    internal object? Said { get; init; }
}

/// <summary>The kinds of event.</summary>
public static class EventTypes
{
    /// <summary>The run was asked for; carries the whole spec.</summary>
    public const string RunStart = "run:start";
    /// <summary>Its status changed without ending it.</summary>
    public const string RunStatus = "run:status";
    /// <summary>It ended well.</summary>
    public const string RunComplete = "run:complete";
    /// <summary>It ended badly.</summary>
    public const string RunFailed = "run:failed";
    /// <summary>It was stopped.</summary>
    public const string RunCancelled = "run:cancelled";
    /// <summary>It asks a question, and waits for a person.</summary>
    public const string RunWaiting = "run:waiting";
    /// <summary>A question of it was closed, by an answer or otherwise.</summary>
    public const string RunAnswered = "run:answered";
    /// <summary>Its record was put right.</summary>
    public const string RunRepaired = "run:repaired";
    /// <summary>Its next generation began.</summary>
    public const string RunResumed = "run:resumed";
    /// <summary>A process was launched; carries its identity.</summary>
    public const string SpawnStart = "spawn:start";
    /// <summary>A process told how far it is.</summary>
    public const string SpawnMilestone = "spawn:milestone";
    /// <summary>A process exited with 0.</summary>
    public const string SpawnComplete = "spawn:complete";
    /// <summary>A process ended in any other way.</summary>
    public const string SpawnError = "spawn:error";
    /// <summary>A process was ended because the run was stopped.</summary>
    public const string SpawnCancelled = "spawn:cancelled";
    /// <summary>What a task waited for has ended well.</summary>
    public const string TaskReady = "task:ready";
    /// <summary>A task that ended badly will be tried again.</summary>
    public const string TaskRetry = "task:retry";
    /// <summary>A task was tried as often as it may be, and is given up.</summary>
    public const string TaskDeadLetter = "task:deadletter";
    /// <summary>A task is never tried, since what it waited for did not end well.</summary>
    public const string TaskSkipped = "task:skipped";
    /// <summary>The worker began.</summary>
    public const string WorkerStart = "worker:start";
    /// <summary>The worker was sent a signal that it ignored.</summary>
    public const string WorkerSignal = "worker:signal";
    /// <summary>A limit was met.</summary>
    public const string WorkerLimit = "worker:limit";
    /// <summary>The worker's last act.</summary>
    public const string WorkerEnd = "worker:end";

    /// <summary>The status that an event of this type ends a run with; null when it ends none.</summary>
    public static RunStatus? EndOf(string type) => type switch
    {
        RunComplete => Runs.RunStatus.Complete,
        RunFailed => Runs.RunStatus.Failed,
        RunCancelled => Runs.RunStatus.Cancelled,
        _ => null,
    };

    /// <summary>The event that ends a run with this status.</summary>
    public static string EndingWith(RunStatus status) => status switch
    {
        Runs.RunStatus.Complete => RunComplete,
        Runs.RunStatus.Failed => RunFailed,
        Runs.RunStatus.Cancelled => RunCancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>The status that an event of this type ends a spawn with; null when it ends none.</summary>
    public static RunStatus? EndOfSpawn(string type) => type switch
    {
        SpawnComplete => Runs.RunStatus.Complete,
        SpawnError => Runs.RunStatus.Failed,
        SpawnCancelled => Runs.RunStatus.Cancelled,
        _ => null,
    };

    /// <summary>Whether the event ends a spawn.</summary>
    public static bool EndsSpawn(string type) => EndOfSpawn(type) is not null;

    /// <summary>Whether an event of this type may follow a generation's terminal event.</summary>
    public static bool MayFollowEnd(string type) =>
        EndsSpawn(type) || type is WorkerEnd or RunRepaired or RunResumed;
}
