using Mill.Inspect;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>A run with everything that is known of it.</summary>
public sealed class MillRunDetail : MillRun
{
    internal MillRunDetail(Inspection seen, string home) : base(seen.Run, home)
    {
        Verdict = new MillVerdict(seen.Verdict);
        Evidence = new MillEvidence(seen.Evidence);
        Processes = [.. seen.Processes.Select(one => new MillProcess(one))];
        LastOutput = [.. seen.LastOut];
        LastError = [.. seen.LastErr];
        Limits = new MillLimits(seen.Spec, seen.Run.Limits);
        Cleanup = seen.Cleanup is { } cleanup ? new MillCleanup(cleanup) : null;
        Next = [.. NextStep.For(Id, EffectiveStatus, Health, Mismatch).Select(step => new MillNextStep(Spelling.AsCmdlets(step.Command), step.What))];
    }

    /// <summary>What the evidence means, and what repair would do.</summary>
    public MillVerdict Verdict { get; }
    /// <summary>What disk, locks and system say.</summary>
    public MillEvidence Evidence { get; }
    /// <summary>Its processes that are there now, each followed by its children; the worker comes first.</summary>
    public MillProcess[] Processes { get; }
    /// <summary>The last lines of standard output.</summary>
    public string[] LastOutput { get; }
    /// <summary>The last lines of standard error.</summary>
    public string[] LastError { get; }
    /// <summary>What it may take.</summary>
    public MillLimits Limits { get; }
    /// <summary>What became of its processes when they were ended.</summary>
    public MillCleanup? Cleanup { get; }
    /// <summary>What may be typed next.</summary>
    public MillNextStep[] Next { get; }
}
