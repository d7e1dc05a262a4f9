namespace Mill;

/// <summary>A run of many tasks, as it is asked for.</summary>
public sealed record PlanRequest
{
    /// <summary>The file that it was read from; null where it was given otherwise.</summary>
    public string? Origin { get; init; }
    /// <summary>How many tasks run at the same time.</summary>
    public int? Parallel { get; init; }
    /// <summary>Whether the first failure ends the run.</summary>
    public bool FailFast { get; init; }
    /// <summary>The tasks, in their order.</summary>
    public IReadOnlyList<TaskRequest> Tasks { get; init; } = [];

    // What a plan says of the run, for those who do not say it themselves.
    internal string? Name { get; init; }
    internal string? WorkingDirectory { get; init; }
    internal TimeSpan? Timeout { get; init; }
    internal IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
    internal IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    // What it leaves open; only where it names any are placeholders looked for in its tasks.
    internal IReadOnlyDictionary<string, Settings.TemplateParameter> Parameters { get; init; } = new Dictionary<string, Settings.TemplateParameter>(StringComparer.Ordinal);
}

/// <summary>A task, as it is asked for.</summary>
public sealed record TaskRequest
{
    /// <summary>Its name, of which the plan has only one.</summary>
    public required string Name { get; init; }
    /// <summary>The command: a name to look up on PATH, or a path.</summary>
    public required string Command { get; init; }
    /// <summary>Its arguments, one by one.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
    /// <summary>The folder to start in; null means the run's, and what is no whole path is below that.</summary>
    public string? WorkingDirectory { get; init; }
    /// <summary>Variables to set, over the run's; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
    /// <summary>The tasks that have to end well before it begins.</summary>
    public IReadOnlyList<string> After { get; init; } = [];
    /// <summary>How long an attempt may take.</summary>
    public TimeSpan? Timeout { get; init; }
    /// <summary>How long it may say nothing.</summary>
    public TimeSpan? IdleTimeout { get; init; }
    /// <summary>How much memory its processes may take, in bytes.</summary>
    public long? MemoryLimit { get; init; }
    /// <summary>How many processors they may use.</summary>
    public double? CpuLimit { get; init; }
    /// <summary>Whether and how it is tried again; null means never.</summary>
    public Runs.RetryPolicy? Retry { get; init; }
    /// <summary>Whether the run goes on, and may end well, when it fails.</summary>
    public bool AllowFailure { get; init; }
    /// <summary>Files that it makes; what is no whole path is below the folder that it starts in.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    // Where a person wrote it; 0 where nobody knows.
    internal int Line { get; init; }
}
