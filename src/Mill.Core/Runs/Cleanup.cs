namespace Mill.Runs;

/// <summary>What became of the processes of a run that was ended.</summary>
public sealed record Cleanup : IVersioned
{
    /// <inheritdoc/>
    public bool IsWhole => RunId is not null && Survivors is not null && LogHolders is not null && !Survivors.Concat(LogHolders).Any(one => one is null);

    /// <summary>The format.</summary>
    public int SchemaVersion { get; init; } = RunRecord.CurrentSchema;
    /// <summary>Which run.</summary>
    public required string RunId { get; init; }
    /// <summary>Which life of the run.</summary>
    public int Generation { get; init; }
    /// <summary>When the last of them was gone.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>How many processes were asked to end.</summary>
    public int TermSent { get; init; }
    /// <summary>How many had to be ended.</summary>
    public int KillSent { get; init; }
    /// <summary>Who is still there, and why.</summary>
    public IReadOnlyList<Survivor> Survivors { get; init; } = [];
    /// <summary>How they were found and ended.</summary>
    public string Mechanism { get; init; } = "none";
    /// <summary>Processes outside the tree that have a log of the run open; they were left alone.</summary>
    public IReadOnlyList<Survivor> LogHolders { get; init; } = [];
}

/// <summary>A process that is still there.</summary>
/// <param name="Pid">Its pid.</param>
/// <param name="StartTime">When it started, in the system's raw units.</param>
/// <param name="Command">What it calls itself.</param>
/// <param name="Why"><c>not-permitted</c>, <c>unkillable</c>, <c>allowed-background</c>, <c>has-log-open</c>, <c>not-proven</c>, <c>out-of-sight</c>.</param>
public sealed record Survivor(int Pid, string StartTime, string? Command, string Why)
{
    /// <summary>Whether it should be gone, and could not be ended.</summary>
    internal bool WithstoodItsEnd => Why is "not-permitted" or "unkillable" or "out-of-sight";

    /// <summary>Why one is still there that its run was allowed to leave behind.</summary>
    internal const string Allowed = "allowed-background";

    /// <summary>The pid, the name, and why.</summary>
    public override string ToString() => FormattableString.Invariant($"{Pid} {Command} ({Why})");
}
