namespace Mill.Runs;

/// <summary>What holds for a queue.</summary>
public sealed record QueueSettings : IVersioned
{
    /// <inheritdoc/>
    public bool IsWhole => Parallel is null or > 0;

    /// <summary>The format.</summary>
    public int SchemaVersion { get; init; } = RunRecord.CurrentSchema;
    /// <summary>How many of its runs may run at once; null means any number.</summary>
    public int? Parallel { get; init; } = 1;
    /// <summary>Whether nothing of it is started for now.</summary>
    public bool Paused { get; init; }
}
