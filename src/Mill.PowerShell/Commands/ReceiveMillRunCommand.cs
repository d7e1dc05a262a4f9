using System.Management.Automation;
using Mill.PowerShell.Scripts;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Gives back what runs gave, each stream as itself, now or long after; nothing is used up by it.</summary>
[Cmdlet(VerbsCommunications.Receive, "MillRun")]
[OutputType(typeof(PSObject), typeof(string))]
public sealed class ReceiveMillRunCommand : StayingCommand
{
    /// <summary>Goes on with what comes until the runs are over.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <inheritdoc/>
    private protected override string ComeBack => "Receive-MillRun -Follow";

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        if (Follow) Stay(id, stop => StreamRecord.Of(client, id, follow: true, stop), one => one.WriteTo(this));
        else foreach (var one in StreamRecord.Of(client, id, follow: false, StopToken)) one.WriteTo(this);
    }
}
