namespace Mill.Runs;

/// <summary>Who supervises a run.</summary>
public sealed record WorkerRecord : IVersioned
{
    /// <inheritdoc/>
    public bool IsWhole => RunId is not null && Process is { StartTime: not null, BootId: not null };

    /// <summary>The format.</summary>
    public int SchemaVersion { get; init; } = RunRecord.CurrentSchema;
    /// <summary>Which run.</summary>
    public required string RunId { get; init; }
    /// <summary>Which life of the run.</summary>
    public int Generation { get; init; }
    /// <summary>The worker's process.</summary>
    public required ProcessIdentity Process { get; init; }
    /// <summary>Which file its life lock is; null where only the event log tells of the worker.</summary>
    public required FileId? Lock { get; init; }
    /// <summary>On which machine.</summary>
    public string? Host { get; init; }
    /// <summary>Which version of Mill.</summary>
    public string? Version { get; init; }
    /// <summary>Its command line.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];
    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }
}

/// <summary>A file that cannot be mistaken for another of the same name.</summary>
public readonly record struct FileId(ulong Device, ulong Inode);

/// <summary>The worker's sign of life.</summary>
public sealed record Heartbeat : IVersioned
{
    /// <inheritdoc/>
    public bool IsWhole => RunId is not null && StartTime is not null && BootId is not null && Descendants is not null && !Descendants.Any(one => one?.StartTime is null);

    /// <summary>The format.</summary>
    public int SchemaVersion { get; init; } = RunRecord.CurrentSchema;
    /// <summary>The worker's pid.</summary>
    public int Pid { get; init; }
    /// <summary>When the worker started, in the system's raw units.</summary>
    public required string StartTime { get; init; }
    /// <summary>When this was written, milliseconds since 1970.</summary>
    public long At { get; init; }
    /// <summary>Which start of the machine.</summary>
    public required string BootId { get; init; }
    /// <summary>When this was written, milliseconds since the machine's start.</summary>
    public long AtBootMs { get; init; }
    /// <summary>Which run.</summary>
    public required string RunId { get; init; }
    /// <summary>Which life of the run.</summary>
    public int Generation { get; init; }
    /// <summary>How many heartbeats there were before.</summary>
    public long Tick { get; init; }
    /// <summary>What the worker and the tree take.</summary>
    public MemoryFigures? Memory { get; init; }
    /// <summary>When the process last wrote something, milliseconds since 1970.</summary>
    public long? LastActivityAt { get; init; }
    /// <summary>The spawn that runs.</summary>
    public string? Current { get; init; }
    /// <summary>How far the run is.</summary>
    public Progress? Progress { get; init; }
    /// <summary>The processes of the tree, as far as they fit.</summary>
    public IReadOnlyList<Descendant> Descendants { get; init; } = [];
}

/// <summary>Memory, in MiB.</summary>
public sealed record MemoryFigures(double RssMb, double ChildRssMb);

/// <summary>How far a run is.</summary>
public sealed record Progress(int Done, int Total, string? Current);

/// <summary>One process of a tree.</summary>
public sealed record Descendant(int Pid, string StartTime);
