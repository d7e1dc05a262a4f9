namespace Mill.Runs;

/// <summary>What was asked for of one task.</summary>
public sealed record TaskSpec
{
    /// <summary>Whether nothing is null that must not be, and no length of time is none.</summary>
    public bool IsWhole => Name is not null && Command is not null && Arguments is not null && Environment is not null && RemovedEnvironment is not null && After is not null && Outputs is not null && Retry is not { IsWhole: false }
        && !Arguments.Concat(Environment.Values).Concat(RemovedEnvironment).Concat(After).Concat(Outputs).Any(text => text is null)
        && Durations.IsLength(TimeoutMs) && Durations.IsLength(IdleTimeoutMs);

    /// <summary>Its name, of which a plan has only one.</summary>
    public required string Name { get; init; }
    /// <summary>The command as typed.</summary>
    public required string Command { get; init; }
    /// <summary>The file that the command means; null where that is looked up when the task begins.</summary>
    public string? Path { get; init; }
    /// <summary>The arguments, one by one, never joined.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
    /// <summary>The folder that the process starts in; null means the run's.</summary>
    public string? WorkingDirectory { get; init; }
    /// <summary>Variables set for the process, over the run's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    /// <summary>Variables taken away from the process.</summary>
    public IReadOnlyList<string> RemovedEnvironment { get; init; } = [];
    /// <summary>The tasks that have to end well before it begins.</summary>
    public IReadOnlyList<string> After { get; init; } = [];
    /// <summary>How long an attempt may take.</summary>
    public long? TimeoutMs { get; init; }
    /// <summary>How long it may say nothing.</summary>
    public long? IdleTimeoutMs { get; init; }
    /// <summary>How much memory its processes may take.</summary>
    public long? MemoryLimitBytes { get; init; }
    /// <summary>How many processors they may use.</summary>
    public double? CpuLimit { get; init; }
    /// <summary>Whether and how it is tried again; null means never.</summary>
    public RetryPolicy? Retry { get; init; }
    /// <summary>Whether the run goes on, and may end well, when it fails.</summary>
    public bool AllowFailure { get; init; }
    /// <summary>Files that it makes: where one is missing, a resume runs it again.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];
}

/// <summary>Whether and how a task that ended badly is tried again.</summary>
public sealed record RetryPolicy
{
    /// <summary>The first pause, unless somebody says otherwise.</summary>
    public const long UsualDelayMs = 1_000;
    /// <summary>The longest pause, unless somebody says otherwise.</summary>
    public const long UsualMaxDelayMs = 3_600_000;
    /// <summary>How much longer each pause is than the one before, unless somebody says otherwise.</summary>
    public const double UsualFactor = 2;

    /// <summary>Whether nothing makes no sense.</summary>
    public bool IsWhole => On is not null && !On.Any(word => word is null) && Attempts >= 1 && Durations.IsLength(DelayMs) && Durations.IsLength(MaxDelayMs) && Factor is >= 1 and <= 100 && Jitter is >= 0 and <= 1;

    /// <summary>How often it is tried in all.</summary>
    public int Attempts { get; init; } = 1;
    /// <summary>The pause before the second attempt.</summary>
    public long DelayMs { get; init; } = UsualDelayMs;
    /// <summary>How many times longer each pause is than the one before.</summary>
    public double Factor { get; init; } = UsualFactor;
    /// <summary>No pause is longer.</summary>
    public long MaxDelayMs { get; init; } = UsualMaxDelayMs;
    /// <summary>By which part of itself a pause may be longer, at random.</summary>
    public double Jitter { get; init; }
    /// <summary>After which ends: exit codes, names of signals, reasons. None means after any bad end.</summary>
    public IReadOnlyList<string> On { get; init; } = [];
}
