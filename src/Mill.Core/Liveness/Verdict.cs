using Mill.Runs;

namespace Mill.Liveness;

/// <summary>What repair does about a run.</summary>
public enum RepairAction
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>Writes the missing pieces of an end.</summary>
    Finish,
    /// <summary>Records that the run failed, and ends what it left.</summary>
    Fail,
    /// <summary>Ends what an ended run left, and takes it off the to-do list.</summary>
    EndOrphans,
}

/// <summary>What the evidence means, and what repair would do.</summary>
/// <param name="Name">A word: <c>ended ending finish tidy alive flagged queued unknown lost damaged</c>.</param>
/// <param name="Action">What repair would do.</param>
/// <param name="Why">The reason, in words.</param>
public sealed record Verdict(string Name, RepairAction Action, string Why)
{
    /// <summary>The reason that goes into the record.</summary>
    public Reason? Reason { get; init; }
    /// <summary>The end to write, where one is known.</summary>
    public RunStatus? Status { get; init; }
    /// <summary>Whether force makes it a failure.</summary>
    public bool Flagged { get; init; }
    /// <summary>Whether repair would call it failed.</summary>
    public bool IsLost => Action == RepairAction.Fail;

    /// <summary>Nothing to do.</summary>
    public static Verdict Leave(string name, string why) => new(name, RepairAction.None, why);
    /// <summary>Nothing to do, and worth a look.</summary>
    public static Verdict Flag(string why) => new("flagged", RepairAction.None, why) { Flagged = true };
    /// <summary>The worker is gone and there was no end.</summary>
    public static Verdict Lost(Reason reason, string why) => new("lost", RepairAction.Fail, why) { Reason = reason };
    /// <summary>The end is known and not all written.</summary>
    public static Verdict Finish(RunStatus status, string why) => new("finish", RepairAction.Finish, why) { Status = status };
    /// <summary>The end is written and not all is tidy.</summary>
    public static Verdict Tidy(string why) => new("tidy", RepairAction.EndOrphans, why);
}
