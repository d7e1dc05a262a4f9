using Mill.Json;
using Mill.Liveness;

namespace Mill.PowerShell;

/// <summary>What disk, locks and the operating system say about a run, gathered once.</summary>
public sealed class MillEvidence
{
    internal MillEvidence(Evidence seen)
    {
        GatheredAt = seen.GatheredAt.LocalDateTime;
        Generation = seen.Generation;
        Recorded = seen.Recorded?.Word();
        Ending = seen.Ending?.Status.Word();
        EndingFrom = seen.EndingFrom;
        FilesAgree = seen.FilesAgree;
        Damage = [.. seen.Damage];
        Marker = seen.Marker;
        Life = seen.Life.Word();
        LifeReason = seen.LifeReason;
        WorkerPid = seen.Worker?.Pid;
        WorkerStartTime = seen.Worker?.StartTime;
        WorkerAlive = seen.WorkerAlive.Word();
        SameBoot = seen.SameBoot.Word();
        HeartbeatAge = Span(seen.HeartbeatAgeMs);
        ActivityAge = Span(seen.ActivityAgeMs);
        SignOfLifeAge = Span(seen.SignOfLifeAgeMs);
        Queued = seen.Queued;
        RssMb = seen.RssMb;
        DeadlinePassed = seen.DeadlinePassed;
    }

    /// <summary>When it was gathered.</summary>
    public DateTime GatheredAt { get; }
    /// <summary>Which life of the run it is about.</summary>
    public int Generation { get; }
    /// <summary>The status that is recorded.</summary>
    public string? Recorded { get; }
    /// <summary>The end that is told, where one is.</summary>
    public string? Ending { get; }
    /// <summary>What tells it: event, result or snapshot.</summary>
    public string? EndingFrom { get; }
    /// <summary>Whether event, result and snapshot say the same.</summary>
    public bool FilesAgree { get; }
    /// <summary>What is wrong with files of the run.</summary>
    public string[] Damage { get; }
    /// <summary>Whether the run is on the to-do list.</summary>
    public bool Marker { get; }
    /// <summary>Whether the life lock is held: yes, no, unknown.</summary>
    public string Life { get; }
    /// <summary>Why that cannot be told.</summary>
    public string? LifeReason { get; }
    /// <summary>The worker's pid.</summary>
    public int? WorkerPid { get; }
    /// <summary>When the worker started, in the system's raw units.</summary>
    public string? WorkerStartTime { get; }
    /// <summary>Whether that very process is there: yes, no, unknown.</summary>
    public string WorkerAlive { get; }
    /// <summary>Whether the worker is of this start of this machine: yes, no, unknown.</summary>
    public string SameBoot { get; }
    /// <summary>How old the heartbeat is.</summary>
    public TimeSpan? HeartbeatAge { get; }
    /// <summary>How long nothing was written.</summary>
    public TimeSpan? ActivityAge { get; }
    /// <summary>How old the youngest sign of life of any kind is.</summary>
    public TimeSpan? SignOfLifeAge { get; }
    /// <summary>Whether it waits for its turn and was never launched.</summary>
    public bool Queued { get; }
    /// <summary>What the worker took when it last told, in MiB.</summary>
    public double? RssMb { get; }
    /// <summary>Whether the run's time was up.</summary>
    public bool DeadlinePassed { get; }

    /// <summary>What of it is believed first.</summary>
    public override string ToString() => $"recorded {Recorded ?? "nothing"}, life lock {Life}, worker {WorkerAlive}";

    static TimeSpan? Span(long? ms) => ms is { } known ? TimeSpan.FromMilliseconds(known) : null;
}
