using Mill.Runs;

namespace Mill.Retention;

/// <summary>What retention has to know of a run that has ended.</summary>
/// <param name="Id">Which run.</param>
/// <param name="Status">How it ended.</param>
/// <param name="EndedAt">When.</param>
/// <param name="LogBytes">How much room its logs take.</param>
internal sealed record EndedRun(string Id, RunStatus Status, DateTimeOffset EndedAt, long LogBytes)
{
    /// <summary>Whether a run waits for it, which will want to know how it ended.</summary>
    public bool IsAwaited { get; init; }
}

/// <summary>How long things are kept.</summary>
internal sealed record RetentionLimits
{
    /// <summary>How long logs stay after the end.</summary>
    public TimeSpan Logs { get; init; } = TimeSpan.FromHours(24);
    /// <summary>How long logs stay where the run failed, if that is longer.</summary>
    public TimeSpan FailedLogs { get; init; } = TimeSpan.FromDays(7);
    /// <summary>How much room the logs of all ended runs may take.</summary>
    public long LogBytes { get; init; } = 512L << 20;
    /// <summary>How long runs stay as a whole; null for ever.</summary>
    public TimeSpan? Runs { get; init; }
    /// <summary>How many ended runs stay; null means all.</summary>
    public int? Keep { get; init; }
}
