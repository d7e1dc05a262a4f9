using System.Management.Automation;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Removes runs that are over, with everything that was kept of them.</summary>
[Cmdlet(VerbsCommon.Remove, "MillRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveMillRunCommand : RunsCommand
{
    /// <summary>Stops a run first that is not over.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        if (ShouldProcess(Title(client, id), "remove")) client.Remove(id, Force);
    }
}
