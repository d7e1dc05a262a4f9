namespace Mill.Runs;

/// <summary>How a run waits for its turn.</summary>
public sealed record RunQueue
{
    /// <summary>The highest priority; its negative is the lowest.</summary>
    public const int HighestPriority = 100;

    /// <summary>Whether nothing is null that must not be.</summary>
    public bool IsWhole => After is not null && !After.Any(id => id is null) && Math.Abs((long)Priority) <= HighestPriority;

    /// <summary>Its queue; null for one that only waits for other runs.</summary>
    public string? Name { get; init; }
    /// <summary>Higher ones go first.</summary>
    public int Priority { get; init; }
    /// <summary>The runs that have to be complete before.</summary>
    public IReadOnlyList<string> After { get; init; } = [];
    /// <summary>Whether it is enough that those are over, however.</summary>
    public bool AfterAny { get; init; }
    /// <summary>When it came: of the same priority, the first one goes first.</summary>
    public DateTimeOffset Since { get; init; }
}
