using System.Management.Automation;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Runs a failed, cancelled or lost run again, under the same id.</summary>
[Cmdlet(VerbsLifecycle.Resume, "MillRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MillRun))]
public sealed class ResumeMillRunCommand : AgainCommand
{
    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        var plan = client.Resume(id, Request(dryRun: true));
        var all = plan.Kept.Count + plan.Again.Count;
        WriteVerbose($"{id}: completed {plan.Kept.Count}/{all} tasks; continuing from: {string.Join(", ", plan.Again)}");
        if (!ShouldProcess(Title(client, id), $"resume as generation {plan.Generation}, from {string.Join(", ", plan.Again)} ({plan.Kept.Count} of {all} tasks are done)")) return;
        WriteObject(new MillRun(client.Resume(id, Request(), Warn).Run!, client.Home));
    }
}
