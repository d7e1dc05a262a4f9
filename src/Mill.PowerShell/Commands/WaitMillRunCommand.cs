using System.Management.Automation;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Waits until runs are over.</summary>
[Cmdlet(VerbsLifecycle.Wait, "MillRun")]
[OutputType(typeof(MillRun))]
public sealed class WaitMillRunCommand : RunsCommand
{
    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id) => WriteObject(new MillRun(client.Wait(id, stop: StopToken), client.Home));
}
