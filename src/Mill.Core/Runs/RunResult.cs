using System.Text.Json;

namespace Mill.Runs;

/// <summary>The final outcome of a generation; written once.</summary>
public sealed record RunResult : IVersioned
{
    /// <inheritdoc/>
    public bool IsWhole => RunId is not null && Generation > 0 && Status.IsTerminal() && Reason.Text.Length > 0
        && Spawns is not null && !Spawns.Any(spawn => spawn?.SpawnId is null || spawn.Task is null);

    /// <summary>The format.</summary>
    public int SchemaVersion { get; init; } = RunRecord.CurrentSchema;
    /// <summary>Which run.</summary>
    public required string RunId { get; init; }
    /// <summary>Which life of the run.</summary>
    public int Generation { get; init; }
    /// <summary>How it ended.</summary>
    public RunStatus Status { get; init; }
    /// <summary>Why.</summary>
    public Reason Reason { get; init; }
    /// <summary>The reason in words.</summary>
    public string? Message { get; init; }
    /// <summary>The exit code; 128 and the signal's number for a signal.</summary>
    public int? ExitCode { get; init; }
    /// <summary>The name of the signal that ended it.</summary>
    public string? Signal { get; init; }
    /// <summary>The error that ended it, where there was one.</summary>
    public string? ErrorMessage { get; init; }
    /// <summary>When its first process was launched.</summary>
    public DateTimeOffset? StartedAt { get; init; }
    /// <summary>When it ended.</summary>
    public DateTimeOffset EndedAt { get; init; }
    /// <summary>How long it took.</summary>
    public long? DurationMs { get; init; }
    /// <summary>What its process left as its result; null where nobody asked for one, and where there is none.</summary>
    public JsonElement? Value { get; init; }
    /// <summary>What each attempt came to.</summary>
    public IReadOnlyList<SpawnResult> Spawns { get; init; } = [];
}

/// <summary>What one attempt came to.</summary>
public sealed record SpawnResult
{
    /// <summary>Which attempt.</summary>
    public required string SpawnId { get; init; }
    /// <summary>Of which task.</summary>
    public required string Task { get; init; }
    /// <summary>How it ended.</summary>
    public RunStatus Status { get; init; }
    /// <summary>Why.</summary>
    public Reason Reason { get; init; }
    /// <summary>The reason in words.</summary>
    public string? Message { get; init; }
    /// <summary>The exit code.</summary>
    public int? ExitCode { get; init; }
    /// <summary>The signal.</summary>
    public string? Signal { get; init; }
    /// <summary>When it was launched.</summary>
    public DateTimeOffset? StartedAt { get; init; }
    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>What it used.</summary>
    public Usage? Usage { get; init; }
    /// <summary>What it wrote to standard output.</summary>
    public StreamResult? Out { get; init; }
    /// <summary>What it wrote to standard error; null where both went to one file.</summary>
    public StreamResult? Err { get; init; }
    /// <summary>The transcript that it left, where it left one.</summary>
    public string? SessionRef { get; init; }
}

/// <summary>What processes used.</summary>
public sealed record Usage(long CpuUserMs, long CpuSystemMs, long PeakRssBytes);

/// <summary>What one stream came to.</summary>
public sealed record StreamResult
{
    /// <summary>How many bytes were written.</summary>
    public long Bytes { get; init; }
    /// <summary>How many of them were cut to keep the log within its cap.</summary>
    public long CutBytes { get; init; }
    /// <summary>Whether the process emptied its own log.</summary>
    public bool EmptiedByProcess { get; init; }
    /// <summary>The last lines.</summary>
    public StoredText? Last { get; init; }
}

/// <summary>Text cut to what may be stored, the tail kept.</summary>
public sealed record StoredText(string Text, bool Truncated, long OriginalBytes);
