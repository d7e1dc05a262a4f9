using Mill.Runs;

namespace Mill.Liveness;

/// <summary>What disk, locks and the operating system say about a run, gathered once; of the current generation only.</summary>
public sealed record Evidence
{
    /// <summary>Which run.</summary>
    public required string RunId { get; init; }
    /// <summary>When it was gathered.</summary>
    public DateTimeOffset GatheredAt { get; init; }
    /// <summary>Which life of the run.</summary>
    public int Generation { get; init; }
    /// <summary>What is recorded; null when nothing can be understood.</summary>
    public RunStatus? Recorded { get; init; }
    /// <summary>The end that the first of event, result and snapshot tells; null when none does.</summary>
    public RunEnded? Ending { get; init; }
    /// <summary>Which of them tells it: <c>event</c>, <c>result</c> or <c>snapshot</c>.</summary>
    public string? EndingFrom { get; init; }
    /// <summary>Whether event, result and snapshot say the same.</summary>
    public bool FilesAgree { get; init; }
    /// <summary>What is wrong with files of the run.</summary>
    public IReadOnlyList<string> Damage { get; init; } = [];
    /// <summary>Whether a newer version of Mill wrote to the folder: nothing that this one could mend.</summary>
    public bool IsNewer { get; init; }
    /// <summary>Whether the run is on the to-do list.</summary>
    public bool Marker { get; init; }
    /// <summary>Whether the life lock is held.</summary>
    public Sign Life { get; init; }
    /// <summary>Why that cannot be told.</summary>
    public string? LifeReason { get; init; }
    /// <summary>The worker; null when it never said who it is.</summary>
    public ProcessIdentity? Worker { get; init; }
    /// <summary>Whether that very process is there.</summary>
    public Sign WorkerAlive { get; init; }
    /// <summary>Whether the worker is of this start of this machine; <see cref="Sign.No"/> means the machine was started anew.</summary>
    public Sign SameBoot { get; init; } = Sign.Yes;
    /// <summary>What the spawn ends add up to, where every task has ended and the run has not.</summary>
    public RunStatus? TasksEnd { get; init; }
    /// <summary>Whether the folder was made and nothing ever put into it.</summary>
    public bool Empty { get; init; }
    /// <summary>Whether it waits in a queue and was never launched.</summary>
    public bool Queued { get; init; }
    /// <summary>Where it waits.</summary>
    public QueuePlace? Place { get; init; }
    /// <summary>How old the heartbeat is; null when there is none that can be believed.</summary>
    public long? HeartbeatAgeMs { get; init; }
    /// <summary>How long ago its first process was launched; null before that.</summary>
    public long? StartedAgeMs { get; init; }
    /// <summary>How long nothing was written; null when that cannot be told.</summary>
    public long? ActivityAgeMs { get; init; }
    /// <summary>How old the youngest sign of life of any kind is.</summary>
    public long? SignOfLifeAgeMs { get; init; }
    /// <summary>What the worker took when it last told, in MiB.</summary>
    public double? RssMb { get; init; }
    /// <summary>How long what follows the end may take by the run's own settings.</summary>
    public long HooksMs { get; init; }
    /// <summary>Whether the run's time was up.</summary>
    public bool DeadlinePassed { get; init; }
}
