namespace Mill.Runs;

/// <summary>The snapshot of a run: what its events add up to.</summary>
public sealed record RunRecord : IVersioned
{
    /// <inheritdoc/>
    public bool IsWhole => Id is not null && Generation is > 0 and < int.MaxValue && Revision is >= 0 and <= RunEvent.MostInAll
        && Spec is { IsWhole: true } && Tasks is not null && AreThoseOf(Spec) && Questions?.Any(one => one is not { IsWhole: true }) != true;

    /// <summary>The format that this version writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The format.</summary>
    public int SchemaVersion { get; init; } = CurrentSchema;
    /// <summary>Which run.</summary>
    public required string Id { get; init; }
    /// <summary>Which life of the run.</summary>
    public int Generation { get; init; } = 1;
    /// <summary>The sequence of the last event in it; grows with every change.</summary>
    public long Revision { get; init; }
    /// <summary>The recorded status.</summary>
    public RunStatus Status { get; init; }
    /// <summary>Why it ended.</summary>
    public Reason? Reason { get; init; }
    /// <summary>The reason in words.</summary>
    public string? Message { get; init; }
    /// <summary>The exit code; 128 and the signal's number for a signal.</summary>
    public int? ExitCode { get; init; }
    /// <summary>The name of the signal that ended it.</summary>
    public string? Signal { get; init; }
    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>When its first process of this generation was launched.</summary>
    public DateTimeOffset? StartedAt { get; init; }
    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>When its time is up.</summary>
    public Deadline? Deadline { get; init; }
    /// <summary>Which limits hold it, and by what means.</summary>
    public LimitsInForce? Limits { get; init; }
    /// <summary>Who supervises it.</summary>
    public RunWorker? Worker { get; init; }
    /// <summary>What it, or somebody about it, told last in this life.</summary>
    public string? Note { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset? NotedAt { get; init; }
    /// <summary>What it asks and nobody has answered; null where that is nothing.</summary>
    public IReadOnlyList<Question>? Questions { get; init; }
    /// <summary>How many questions it has asked over its whole life.</summary>
    public int QuestionsAsked { get; init; }
    /// <summary>When it last asked something in this life, or one of its questions was closed.</summary>
    public DateTimeOffset? QuestionAt { get; init; }
    /// <summary>What was asked for.</summary>
    public required RunSpec Spec { get; init; }
    /// <summary>Its tasks.</summary>
    public IReadOnlyList<TaskRecord> Tasks { get; init; } = [];

    /// <summary>The questions that are open.</summary>
    internal IReadOnlyList<Question> Open => Questions ?? [];

    /// <summary>Whether this generation is over.</summary>
    public bool IsTerminal => Status.IsTerminal();

    bool AreThoseOf(RunSpec spec) => spec.Plan is { } plan
        ? Tasks.Select(task => task?.Name).SequenceEqual(plan.Tasks.Select(task => task.Name), StringComparer.Ordinal)
        : Tasks is [{ Name: SpawnId.MainTask }];
}

/// <summary>A moment counted from the machine's start, suspend included.</summary>
/// <param name="BootId">Which start.</param>
/// <param name="AtMs">How many milliseconds after it.</param>
public sealed record Deadline(string BootId, long AtMs);

/// <summary>By what means a limit is held: <c>cgroup</c>, <c>systemd</c>, <c>watched</c>, <c>affinity</c>.</summary>
public sealed record LimitsInForce(string? Memory, string? Cpu);

/// <summary>A task of a run.</summary>
public sealed record TaskRecord
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }
    /// <summary>Its status.</summary>
    public TaskState Status { get; init; }
    /// <summary>How often it was tried, over the run's whole life.</summary>
    public int Attempts { get; init; }
    /// <summary>How many of those count towards its policy: since it was given up, or asked for again, they begin anew.</summary>
    public int Tries { get; init; }
    /// <summary>Whether the run may end well though it failed.</summary>
    public bool AllowFailure { get; init; }
    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? RetryAt { get; init; }
    /// <summary>The task because of which it was skipped.</summary>
    public string? Because { get; init; }
    /// <summary>Why the last attempt ended.</summary>
    public Reason? Reason { get; init; }
    /// <summary>Its exit code.</summary>
    public int? ExitCode { get; init; }
    /// <summary>The signal that ended it.</summary>
    public string? Signal { get; init; }
    /// <summary>When the last attempt began.</summary>
    public DateTimeOffset? StartedAt { get; init; }
    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>The process of the last attempt.</summary>
    public ProcessIdentity? Process { get; init; }
    /// <summary>What the last attempt told last.</summary>
    public string? Note { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset? NotedAt { get; init; }
    /// <summary>How far it is, as it tells.</summary>
    public TaskProgress? Progress { get; init; }

    /// <summary>How long the last attempt took, or has taken so far; null where there was none.</summary>
    internal TimeSpan? Took(DateTimeOffset now) =>
        StartedAt is not { } start ? null : (EndedAt ?? now) is var end && end > start ? end - start : TimeSpan.Zero;
}

/// <summary>How far a task is.</summary>
/// <param name="Done">How much is done.</param>
/// <param name="Total">Out of how much.</param>
public sealed record TaskProgress(int Done, int Total);
