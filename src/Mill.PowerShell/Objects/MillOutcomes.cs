using Mill.Json;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>A process that is still there.</summary>
public sealed class MillSurvivor
{
    internal MillSurvivor(Survivor one) => (Pid, StartTime, Command, Why) = (one.Pid, one.StartTime, one.Command, one.Why);

    /// <summary>Its pid.</summary>
    public int Pid { get; }
    /// <summary>When it started, in the system's raw units.</summary>
    public string StartTime { get; }
    /// <summary>What it calls itself.</summary>
    public string? Command { get; }
    /// <summary>Why it is still there.</summary>
    public string Why { get; }

    /// <summary>The pid and the name.</summary>
    public override string ToString() => FormattableString.Invariant($"{Pid} {Command} ({Why})");
}

/// <summary>What a stop came to.</summary>
public sealed class MillStop : INamesRun
{
    internal MillStop(StopOutcome stop, string home)
    {
        Id = stop.Id;
        Status = stop.Status.Word();
        AlreadyTerminal = stop.AlreadyTerminal;
        TermSent = stop.TermSent;
        KillSent = stop.KillSent;
        Survivors = [.. stop.Survivors.Select(one => new MillSurvivor(one))];
        Mechanism = stop.Mechanism;
        Nested = [.. stop.Nested.Select(one => new MillStop(one, home))];
        Home = home;
    }

    /// <summary>Which run.</summary>
    public string Id { get; }
    /// <summary>Its status now.</summary>
    public string Status { get; }
    /// <summary>Whether it had ended before.</summary>
    public bool AlreadyTerminal { get; }
    /// <summary>How many processes were asked to end.</summary>
    public int TermSent { get; }
    /// <summary>How many had to be ended.</summary>
    public int KillSent { get; }
    /// <summary>Who is still there, and why.</summary>
    public MillSurvivor[] Survivors { get; }
    /// <summary>How they were found and ended.</summary>
    public string Mechanism { get; }
    /// <summary>The runs inside it that were stopped too.</summary>
    public MillStop[] Nested { get; }
    /// <summary>The home that the run is in.</summary>
    public string Home { get; }

    /// <summary>The run's id.</summary>
    public override string ToString() => Id;
}

/// <summary>What a repair came to.</summary>
public sealed class MillRepair : INamesRun
{
    internal MillRepair(RepairOutcome repair, string home)
    {
        Id = repair.Id;
        Verdict = repair.Verdict;
        Reason = Spelling.AsCmdlets(repair.Reason);
        Action = repair.Action;
        Repaired = repair.Repaired;
        Status = repair.Status?.Word();
        Survivors = [.. repair.Survivors.Select(one => new MillSurvivor(one))];
        Evidence = repair.Evidence is { } seen ? new MillEvidence(seen) : null;
        Home = home;
    }

    /// <summary>Which run.</summary>
    public string Id { get; }
    /// <summary>What the evidence means.</summary>
    public string Verdict { get; }
    /// <summary>Why, in words.</summary>
    public string Reason { get; }
    /// <summary>What repair does, or would do.</summary>
    public string Action { get; }
    /// <summary>Whether anything was changed.</summary>
    public bool Repaired { get; }
    /// <summary>The status afterwards.</summary>
    public string? Status { get; }
    /// <summary>Who is still there, and why.</summary>
    public MillSurvivor[] Survivors { get; }
    /// <summary>What was seen.</summary>
    public MillEvidence? Evidence { get; }
    /// <summary>The home that the run is in.</summary>
    public string Home { get; }

    /// <summary>The run's id.</summary>
    public override string ToString() => Id;
}
