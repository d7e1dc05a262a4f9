using System.Management.Automation;
using Mill.Logs;
using Mill.PowerShell.Scripts;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Gives back what runs gave, each stream as itself, now or long after; nothing is used up by it.</summary>
[Cmdlet(VerbsCommunications.Receive, "MillRun")]
[OutputType(typeof(PSObject), typeof(string))]
public sealed class ReceiveMillRunCommand : RunsCommand
{
    /// <summary>Goes on with what comes until the run is over.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        if (client.Get(id).Program is null) GiveLines(client, id);
        else GiveObjects(client, id);
    }

    void GiveObjects(MillClient client, RunId id)
    {
        var log = new ObjectLog(this);
        foreach (var line in client.ReadObjects(id, Follow, StopToken)) log.Give(line);
    }

    void GiveLines(MillClient client, RunId id)
    {
        foreach (var line in client.ReadLog(id, new LogRequest { Follow = Follow }, StopToken).Lines())
        {
            if (line.Text is not { } text) WriteWarning($"{line.CutBytes} bytes of run {id} were cut here.");
            else if (line.IsErr) WriteInformation(text, [ObjectLog.StderrTag]);
            else WriteObject(text);
        }
    }
}
