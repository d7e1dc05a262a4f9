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

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (MyInvocation.ExpectingInput || Run is not null) return;
        foreach (var verdict in Must(() => Client.RepairAll(Request(dryRun: true), WriteWarning)))
        {
            if (StopToken.IsCancellationRequested) return;
            if (RunId.TryParse(verdict.Id, out var id)) For(verdict.Id, () => Mend(Client, id, verdict));
        }
    }

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id) => Mend(client, id, client.Repair(id, Request(dryRun: true)));

    // What repair would do is seen first, so that the question names it; it is judged again before anything is done.
    void Mend(MillClient client, RunId id, RepairOutcome verdict)
    {
        WriteVerbose($"{id}: {verdict.Verdict}, {Spelling.AsCmdlets(verdict.Reason)}");
        if (verdict.Action != "none" && Agreed(id, verdict)) verdict = client.Repair(id, Request(dryRun: false));
        WriteObject(new MillRepair(verdict, client.Home));
    }

    bool Agreed(RunId id, RepairOutcome verdict) => ShouldProcess($"run {id} ({verdict.Reason})", verdict.Action);

    RepairRequest Request(bool dryRun) => new()
    {
        DryRun = dryRun,
        Force = Force,
        StaleGrace = StaleAfter,
        Action = Action == "Fail" ? null : Action.ToLowerInvariant(),
    };
}
