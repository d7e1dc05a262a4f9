using System.Management.Automation;
using Mill.PowerShell.Jobs;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Shows runs to Get-Job, Wait-Job, Receive-Job and Stop-Job.</summary>
[Cmdlet(VerbsData.ConvertTo, "MillJob")]
[OutputType(typeof(Job2))]
public sealed class ConvertToMillJobCommand : RunsCommand
{
    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id) => WriteObject(MillJobSourceAdapter.JobOf(client, client.Get(id)));
}
