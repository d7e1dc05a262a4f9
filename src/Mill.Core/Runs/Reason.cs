namespace Mill.Runs;

/// <summary>Why a run or a spawn ended; reasons of later versions are kept as they are.</summary>
public readonly record struct Reason
{
    readonly string? _text;

    /// <summary>A reason by its word.</summary>
    public Reason(string text) => _text = text is { Length: > 0 } ? text : null;

    /// <summary>The word; empty where nobody gave one.</summary>
    public string Text => _text ?? "";

    /// <summary>The process exited by itself.</summary>
    public static readonly Reason Exit = new("exit");
    /// <summary>A signal ended the process.</summary>
    public static readonly Reason Signal = new("signal");
    /// <summary>It took longer than it was allowed.</summary>
    public static readonly Reason Timeout = new("timeout");
    /// <summary>It said nothing for longer than it was allowed.</summary>
    public static readonly Reason IdleTimeout = new("idle-timeout");
    /// <summary>It took more memory than it was allowed.</summary>
    public static readonly Reason MemoryLimit = new("memory-limit");
    /// <summary>It wrote more than it was allowed.</summary>
    public static readonly Reason OutputLimit = new("output-limit");
    /// <summary>Its process ended well and left no result, which was required.</summary>
    public static readonly Reason NoResult = new("no-result");
    /// <summary>Its process could not be launched.</summary>
    public static readonly Reason SpawnFailed = new("spawn-failed");
    /// <summary>The worker was gone before it had said who it is.</summary>
    public static readonly Reason EarlyExit = new("early-exit");
    /// <summary>The worker was gone before an end was recorded.</summary>
    public static readonly Reason WorkerLost = new("worker-lost");
    /// <summary>The worker failed by a fault of its own.</summary>
    public static readonly Reason WorkerFault = new("worker-fault");
    /// <summary>The machine was started anew.</summary>
    public static readonly Reason HostRestarted = new("host-restarted");
    /// <summary>What it waited for did not end well.</summary>
    public static readonly Reason DependencyFailed = new("dependency-failed");
    /// <summary>It was tried as often as it may be.</summary>
    public static readonly Reason DeadLetter = new("dead-letter");
    /// <summary>Another task failed, and the first failure ends the run.</summary>
    public static readonly Reason FailFast = new("fail-fast");
    /// <summary>A resume asked for other tasks only.</summary>
    public static readonly Reason LeftOut = new("left-out");
    /// <summary>Somebody stopped it.</summary>
    public static readonly Reason Cancelled = new("cancelled");
    /// <summary>No sign of life could be had for too long, and repair was asked for.</summary>
    public static readonly Reason HeartbeatStale = new("heartbeat-stale");

    /// <summary>Whether it says that more was taken than is allowed.</summary>
    public bool IsLimit => this == Timeout || this == IdleTimeout || this == MemoryLimit || this == OutputLimit;

    /// <summary>The reason as it is written.</summary>
    public override string ToString() => Text;
}
