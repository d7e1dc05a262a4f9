namespace Mill.Runs;

/// <summary>A queue as people and programs see it.</summary>
public sealed record QueueView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }
    /// <summary>How many of its runs may run at once; null means any number.</summary>
    public int? Parallel { get; init; }
    /// <summary>Whether nothing of it is started for now.</summary>
    public bool Paused { get; init; }
    /// <summary>The runs that have a slot, the oldest one first.</summary>
    public IReadOnlyList<string> Running { get; init; } = [];
    /// <summary>The runs that wait, the next one first.</summary>
    public IReadOnlyList<WaitingRun> Waiting { get; init; } = [];
}

/// <summary>A run that waits in a queue.</summary>
/// <param name="Id">Which run.</param>
/// <param name="Priority">Higher ones go first.</param>
/// <param name="After">The runs that it waits for.</param>
public sealed record WaitingRun(string Id, int Priority, IReadOnlyList<string> After);
