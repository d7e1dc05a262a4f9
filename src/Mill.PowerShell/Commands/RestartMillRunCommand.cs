using System.Management.Automation;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Starts a new run like an old one.</summary>
[Cmdlet(VerbsLifecycle.Restart, "MillRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MillRun))]
public sealed class RestartMillRunCommand : AgainCommand
{
    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        if (ShouldProcess(Title(client, id), "start a new run like it")) WriteObject(new MillRun(client.Restart(id, Request(), Warn), client.Home));
    }
}
