using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.PowerShell.Completion;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Puts right what crashes and reboots left behind. Without a run, looks at all of them.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "MillRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MillRepair))]
public sealed class RepairMillRunCommand : RunsCommand
{
    /// <summary>Only these.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "RunId")]
    [RunTarget]
    [ArgumentCompleter(typeof(RunCompleter))]
    public override RunTarget[]? Run { get; set; }

    /// <summary>What becomes of a lost run: it fails, goes on in the same run, or is tried again as a new one.</summary>
    [Parameter]
    [ValidateSet("Fail", "Resume", "Retry")]
    public string Action { get; set; } = "Fail";

    /// <summary>Ends runs too that are flagged: alive, and silent for too long.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How old the last sign of life of a run has to be that cannot be judged from here.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? StaleAfter { get; set; }

    /// <summary>How often a run may have been resumed; one that is lost once more stays failed.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MostResumes { get; set; } = RepairRequest.UsualMostResumes;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!MyInvocation.ExpectingInput && Run is null) Must(() => MendAll(Client));
    }

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id) => Tell(client, client.Repair(id, Request()));

    bool MendAll(MillClient client)
    {
        foreach (var outcome in client.RepairAll(Request(), Warn))
        {
            if (StopToken.IsCancellationRequested) break;
            Tell(client, outcome);
        }
        return true;
    }

    void Tell(MillClient client, RepairOutcome outcome)
    {
        var shown = new MillRepair(outcome, client.Home);
        WriteObject(shown);
        if (outcome.Refused is { } refused) WriteError(Errors.Of(refused, shown));
        if (Errors.OfSurvivors(outcome.Id, outcome.Survivors) is { } error) WriteError(Errors.Of(error, shown));
    }

    // The question names what was seen, and it is judged again, under the lock, once the answer is there.
    bool Agreed(RepairOutcome verdict)
    {
        var reason = Spelling.AsCmdlets(verdict.Reason);
        WriteVerbose($"{verdict.Id}: {verdict.Verdict}, {reason}");
        return ShouldProcess($"run {verdict.Id} ({reason})", Story.ToDo(verdict.Action));
    }

    // The to-do list is rebuilt without a question: with -WhatIf not even that.
    RepairRequest Request() => new()
    {
        DryRun = IsWhatIf,
        Force = Force,
        StaleGrace = StaleAfter,
        Action = Action == "Fail" ? null : Action.ToLowerInvariant(),
        MostResumes = MostResumes,
        Agree = Agreed,
    };
}
