using Mill.Liveness;
using Mill.Runs;

namespace Mill.Inspect;

/// <summary>Everything that is known of a run, looked at once.</summary>
public sealed record Inspection
{
    /// <summary>The run.</summary>
    public required Run Run { get; init; }
    /// <summary>What was asked for.</summary>
    public required RunSpec Spec { get; init; }
    /// <summary>What disk, locks and system say.</summary>
    public required Evidence Evidence { get; init; }
    /// <summary>What that means, and what repair would do.</summary>
    public required Verdict Verdict { get; init; }
    /// <summary>Its processes that are there now, each followed by its children; the worker comes first.</summary>
    public IReadOnlyList<RunProcess> Processes { get; init; } = [];
    /// <summary>The last lines of standard output.</summary>
    public IReadOnlyList<string> LastOut { get; init; } = [];
    /// <summary>The last lines of standard error.</summary>
    public IReadOnlyList<string> LastErr { get; init; } = [];
    /// <summary>What became of its processes when they were ended; null when nobody had to end any.</summary>
    public Cleanup? Cleanup { get; init; }
}

/// <summary>A process of a run.</summary>
public sealed record RunProcess
{
    /// <summary>Its pid.</summary>
    public int Pid { get; init; }
    /// <summary>When it started, in the system's raw units: with the pid, it cannot be mistaken for another.</summary>
    public required string StartTime { get; init; }
    /// <summary>Its parent's pid.</summary>
    public int ParentPid { get; init; }
    /// <summary>How many processes of the run it is below.</summary>
    public int Depth { get; init; }
    /// <summary>Its name.</summary>
    public required string Name { get; init; }
    /// <summary>Whether it is the run's worker.</summary>
    public bool IsWorker { get; init; }
    /// <summary>What it is doing: <c>running sleeping blocked stopped zombie</c>, or the system's own letter.</summary>
    public required string State { get; init; }
    /// <summary>Its memory that is resident, in bytes.</summary>
    public long MemoryBytes { get; init; }
    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; init; }
}
