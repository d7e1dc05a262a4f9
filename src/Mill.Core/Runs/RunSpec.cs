namespace Mill.Runs;

/// <summary>What was asked for: everything that a launch needs, and all of it is kept.</summary>
public sealed record RunSpec
{
    /// <summary>How long processes have to end, unless somebody says otherwise.</summary>
    public const long UsualGraceMs = 5_000;
    /// <summary>How much of each stream is kept, unless somebody says otherwise.</summary>
    public const long UsualLogCapBytes = 64L << 20;

    /// <summary>No log is kept to less.</summary>
    public const long LeastLogCapBytes = 2L << 20;
    /// <summary>No tree is held to less.</summary>
    public const long LeastMemoryBytes = 1L << 20;

    /// <summary>Of a run of which nobody knows what was asked for.</summary>
    internal static RunSpec Unknown { get; } = new() { Command = "?", Path = "?", WorkingDirectory = "/" };

    /// <summary>Whether nothing is null that must not be, and no length of time is none.</summary>
    public bool IsWhole => Command is not null && Path is not null && Arguments is not null && WorkingDirectory is not null
        && Tags is not null && Environment is not null && SecretNames is not null && RemovedEnvironment is not null
        && !Arguments.Concat(Tags.Values).Concat(Environment.Values).Concat(SecretNames).Concat(RemovedEnvironment).Concat(Parameters?.Values ?? []).Any(text => text is null)
        && Program is not { IsWhole: false } && Plan is not { IsWhole: false } && Retry is not { IsWhole: false } && Queue is not { IsWhole: false }
        && ResultFrom is not { IsWhole: false } && OnEnd is not { IsWhole: false } && OnFailure is not { IsWhole: false }
        && Durations.IsLength(TimeoutMs) && Durations.IsLength(IdleTimeoutMs) && Durations.IsLength(GraceMs);

    /// <summary>Whether anything may follow its end.</summary>
    public bool HasHooks => OnEnd is not null || OnFailure is not null;

    /// <summary>The command as typed.</summary>
    public required string Command { get; init; }
    /// <summary>The file that the command means.</summary>
    public required string Path { get; init; }
    /// <summary>The arguments, one by one, never joined; of a template, before its placeholders were filled in.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
    /// <summary>The template that it was made of; null for a run whose arguments are what they are.</summary>
    public RunTemplate? Template { get; init; }
    /// <summary>What the template's parameters stand for.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
    /// <summary>The copy that it runs; null for a command that was there already.</summary>
    public RunProgram? Program { get; init; }
    /// <summary>The tasks; null for a run of one command, which is the task <c>main</c>.</summary>
    public RunPlan? Plan { get; init; }
    /// <summary>Whether and how a run of one command is tried again.</summary>
    public RetryPolicy? Retry { get; init; }
    /// <summary>The folder that the process starts in.</summary>
    public required string WorkingDirectory { get; init; }
    /// <summary>A name for people.</summary>
    public string? Name { get; init; }
    /// <summary>Words to find the run by.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    /// <summary>Variables set for the process, over its caller's; those with secret-looking names are only named below.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    /// <summary>Variables that were given and whose values are not kept.</summary>
    public IReadOnlyList<string> SecretNames { get; init; } = [];
    /// <summary>Whether it can be launched by another than who asked for it: not what was given what is not kept.</summary>
    internal bool CanWait => SecretNames.Count == 0;
    /// <summary>Variables taken away from the process.</summary>
    public IReadOnlyList<string> RemovedEnvironment { get; init; } = [];
    /// <summary>Whether secret-looking values may be kept on disk.</summary>
    public bool KeepSecrets { get; init; }
    /// <summary>How long the run may take.</summary>
    public long? TimeoutMs { get; init; }
    /// <summary>How long it may say nothing.</summary>
    public long? IdleTimeoutMs { get; init; }
    /// <summary>How long processes have between being asked to end and being ended.</summary>
    public long GraceMs { get; init; } = UsualGraceMs;
    /// <summary>How much memory the tree may take.</summary>
    public long? MemoryLimitBytes { get; init; }
    /// <summary>How many processors the tree may use.</summary>
    public double? CpuLimit { get; init; }
    /// <summary>How much of each stream is kept.</summary>
    public long LogCapBytes { get; init; } = UsualLogCapBytes;
    /// <summary>How much the process may write before it is ended.</summary>
    public long? OutputLimitBytes { get; init; }
    /// <summary>Whether both streams go to one file.</summary>
    public bool Merge { get; init; }
    /// <summary>Whether processes that the main one leaves behind may live on.</summary>
    public bool AllowBackground { get; init; }
    /// <summary>Whether the process is asked to write line by line.</summary>
    public bool LineBuffered { get; init; }
    /// <summary>Where its result is taken from; null for a run that has none.</summary>
    public ResultRule? ResultFrom { get; init; }
    /// <summary>What is run after every end.</summary>
    public RunHook? OnEnd { get; init; }
    /// <summary>What is run after an end as failed.</summary>
    public RunHook? OnFailure { get; init; }
    /// <summary>The run inside which this one was started.</summary>
    public string? ParentId { get; init; }
    /// <summary>How many runs this one is inside of.</summary>
    public int Depth { get; init; }
    /// <summary>The caller's limit of open files, which the runtime would otherwise have raised.</summary>
    public long? OpenFilesLimit { get; init; }
    /// <summary>How it waits for its turn; null for one that was started at once.</summary>
    public RunQueue? Queue { get; init; }

    /// <summary>The tasks, in their order: those of the plan, or the one that a run of one command is.</summary>
    public IReadOnlyList<TaskSpec> Tasks => Plan?.Tasks ??
    [
        new TaskSpec
        {
            Name = SpawnId.MainTask,
            Command = Command,
            Path = Path,
            Arguments = Arguments,
            TimeoutMs = TimeoutMs,
            IdleTimeoutMs = IdleTimeoutMs,
            MemoryLimitBytes = MemoryLimitBytes,
            CpuLimit = CpuLimit,
            Retry = Retry,
        },
    ];
}
