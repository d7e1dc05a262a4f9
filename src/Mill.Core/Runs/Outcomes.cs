namespace Mill.Runs;

/// <summary>What a stop came to.</summary>
public sealed record StopOutcome
{
    /// <summary>Which run.</summary>
    public required string Id { get; init; }
    /// <summary>Its status now.</summary>
    public RunStatus Status { get; init; }
    /// <summary>Whether it had ended before.</summary>
    public bool AlreadyTerminal { get; init; }
    /// <summary>How many processes were asked to end.</summary>
    public int TermSent { get; init; }
    /// <summary>How many had to be ended.</summary>
    public int KillSent { get; init; }
    /// <summary>Who is still there, and why.</summary>
    public IReadOnlyList<Survivor> Survivors { get; init; } = [];
    /// <summary>How they were found and ended.</summary>
    public string Mechanism { get; init; } = "none";
    /// <summary>The runs inside it that were stopped too.</summary>
    public IReadOnlyList<StopOutcome> Nested { get; init; } = [];

    /// <summary>It, and all that were stopped with it.</summary>
    internal IEnumerable<StopOutcome> WithNested => Nested.SelectMany(one => one.WithNested).Prepend(this);
}

/// <summary>What a repair came to.</summary>
public sealed record RepairOutcome
{
    /// <summary>Which run.</summary>
    public required string Id { get; init; }
    /// <summary>What the evidence means.</summary>
    public required string Verdict { get; init; }
    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }
    /// <summary>What repair does, or would do: <c>none finish fail end-orphans resume retry</c>.</summary>
    public required string Action { get; init; }
    /// <summary>Whether anything was changed.</summary>
    public bool Repaired { get; init; }
    /// <summary>What was seen.</summary>
    public Liveness.Evidence? Evidence { get; init; }
    /// <summary>Who is still there, and why.</summary>
    public IReadOnlyList<Survivor> Survivors { get; init; } = [];
    /// <summary>The status afterwards.</summary>
    public RunStatus? Status { get; init; }
    /// <summary>What kept it from being resumed or started anew, as was asked for.</summary>
    internal MillException? Refused { get; init; }
}

/// <summary>What one step of a sweep took away, or would take away.</summary>
/// <param name="Id">Which run; of a worker's program, which copy.</param>
/// <param name="What"><c>logs</c>, <c>run</c>, <c>leftover</c> or <c>worker</c>.</param>
/// <param name="Bytes">How much room it took.</param>
/// <param name="Why">The rule.</param>
public sealed record SweepOutcome(string Id, string What, long Bytes, string Why);

/// <summary>What a resume does, or would do.</summary>
/// <param name="Id">Which run.</param>
/// <param name="Generation">The generation that it begins.</param>
/// <param name="Kept">Tasks that had finished and stay so.</param>
/// <param name="Again">Tasks that run again.</param>
/// <param name="Run">The run afterwards; null for a dry run.</param>
public sealed record ResumeOutcome(string Id, int Generation, IReadOnlyList<string> Kept, IReadOnlyList<string> Again, Run? Run)
{
    /// <summary>Tasks that had not finished, and are not asked for.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}

/// <summary>A note that was taken.</summary>
/// <param name="Id">Of which run.</param>
/// <param name="SpawnId">The spawn that told it; null where somebody outside did.</param>
/// <param name="Task">Its task.</param>
/// <param name="Text">The note, as it is kept.</param>
/// <param name="Progress">How far the task is, where that was told.</param>
public sealed record NoteOutcome(string Id, string? SpawnId, string? Task, string Text, TaskProgress? Progress);

/// <summary>One thing that a watch saw: an event, or a line of output.</summary>
public sealed record WatchItem
{
    /// <summary>Which run.</summary>
    public required string Id { get; init; }
    /// <summary><c>event</c>, <c>out</c>, <c>err</c> or <c>note</c> (something that the watch itself has to say).</summary>
    public required string Channel { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset? At { get; init; }
    /// <summary>The event.</summary>
    public RunEvent? Event { get; init; }
    /// <summary>The line, without its end.</summary>
    public string? Line { get; init; }
    /// <summary>Which spawn wrote it.</summary>
    public string? Spawn { get; init; }
}
