using Mill.Inspect;
using Mill.Json;
using Mill.Liveness;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>What the evidence about a run means.</summary>
public sealed class MillVerdict
{
    internal MillVerdict(Verdict verdict) => (Name, Why, Action) = (verdict.Name, verdict.Why, verdict.Action.Word());

    /// <summary>A word for it.</summary>
    public string Name { get; }
    /// <summary>The reason.</summary>
    public string Why { get; }
    /// <summary>What repair would do: none, finish, fail, end-orphans.</summary>
    public string Action { get; }

    /// <summary>The word and the reason.</summary>
    public override string ToString() => $"{Name}: {Why}";
}

/// <summary>A process of a run.</summary>
public sealed class MillProcess
{
    internal MillProcess(RunProcess process)
    {
        Pid = process.Pid;
        ParentPid = process.ParentPid;
        Name = process.Name;
        IsWorker = process.IsWorker;
        State = process.State;
        MemoryBytes = process.MemoryBytes;
        StartedAt = process.StartedAt.LocalDateTime;
        StartTime = process.StartTime;
        Depth = process.Depth;
    }

    /// <summary>Its pid.</summary>
    public int Pid { get; }
    /// <summary>Its parent's pid.</summary>
    public int ParentPid { get; }
    /// <summary>Its name.</summary>
    public string Name { get; }
    /// <summary>Whether it is the run's worker.</summary>
    public bool IsWorker { get; }
    /// <summary>What it is doing: running, sleeping, blocked, stopped, zombie.</summary>
    public string State { get; }
    /// <summary>Its memory that is resident.</summary>
    public long MemoryBytes { get; }
    /// <summary>When it started.</summary>
    public DateTime StartedAt { get; }
    /// <summary>The same in the system's raw units.</summary>
    public string StartTime { get; }
    /// <summary>How many processes of the run it is below.</summary>
    public int Depth { get; }

    /// <summary>The pid and the name.</summary>
    public override string ToString() => FormattableString.Invariant($"{Pid} {Name}");
}

/// <summary>What a run may take, and by what means it is held to that.</summary>
public sealed class MillLimits
{
    internal MillLimits(RunSpec spec, LimitsInForce? inForce)
    {
        Timeout = Span(spec.TimeoutMs);
        IdleTimeout = Span(spec.IdleTimeoutMs);
        Grace = TimeSpan.FromMilliseconds(spec.GraceMs);
        MemoryBytes = spec.MemoryLimitBytes;
        MemoryBy = inForce?.Memory;
        Cpu = spec.CpuLimit;
        CpuBy = inForce?.Cpu;
        LogCapBytes = spec.LogCapBytes;
        OutputBytes = spec.OutputLimitBytes;
    }

    /// <summary>How long it may take.</summary>
    public TimeSpan? Timeout { get; }
    /// <summary>How long it may say nothing.</summary>
    public TimeSpan? IdleTimeout { get; }
    /// <summary>How long its processes have between being asked to end and being ended.</summary>
    public TimeSpan Grace { get; }
    /// <summary>How much memory its tree may take.</summary>
    public long? MemoryBytes { get; }
    /// <summary>By what means: cgroup, systemd, watched.</summary>
    public string? MemoryBy { get; }
    /// <summary>How many processors its tree may use.</summary>
    public double? Cpu { get; }
    /// <summary>By what means: cgroup, systemd, affinity.</summary>
    public string? CpuBy { get; }
    /// <summary>How much of each stream is kept.</summary>
    public long LogCapBytes { get; }
    /// <summary>How much it may write before it is ended.</summary>
    public long? OutputBytes { get; }

    static TimeSpan? Span(long? ms) => ms is { } known ? TimeSpan.FromMilliseconds(known) : null;
}

/// <summary>What became of the processes of a run when they were ended.</summary>
public sealed class MillCleanup
{
    internal MillCleanup(Cleanup cleanup)
    {
        At = cleanup.At.LocalDateTime;
        TermSent = cleanup.TermSent;
        KillSent = cleanup.KillSent;
        Survivors = [.. cleanup.Survivors.Select(one => new MillSurvivor(one))];
        LogHolders = [.. cleanup.LogHolders.Select(one => new MillSurvivor(one))];
        Mechanism = cleanup.Mechanism;
    }

    /// <summary>When the last of them was gone.</summary>
    public DateTime At { get; }
    /// <summary>How many processes were asked to end.</summary>
    public int TermSent { get; }
    /// <summary>How many had to be ended.</summary>
    public int KillSent { get; }
    /// <summary>Who is still there, and why.</summary>
    public MillSurvivor[] Survivors { get; }
    /// <summary>Processes outside the tree that have a log of the run open; they were left alone.</summary>
    public MillSurvivor[] LogHolders { get; }
    /// <summary>How they were found and ended.</summary>
    public string Mechanism { get; }
}

/// <summary>Something that may be typed next.</summary>
public sealed class MillNextStep
{
    internal MillNextStep(string command, string what) => (Command, What) = (command, what);

    /// <summary>The command.</summary>
    public string Command { get; }
    /// <summary>What it is for.</summary>
    public string What { get; }

    /// <summary>The command, and what it is for as a comment.</summary>
    public override string ToString() => $"{Command}  # {What}";
}
