using System.Management.Automation;
using Mill.Logs;
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
        if (client.Get(id).Program is null) Give(id, stop => client.ReadLog(id, new LogRequest { Follow = Follow }, stop).WholeLines(), line => Give(id, line));
        else Give(id, stop => client.ReadObjects(id, Follow, stop), new ObjectLog(this).Give);
    }

    void Give<T>(RunId id, Func<CancellationToken, IEnumerable<T>> read, Action<T> give)
    {
        if (Follow) Stay(id, read, give);
        else foreach (var one in read(StopToken)) give(one);
    }

    void Give(RunId id, LogLine line)
    {
        if (line.Text is not { } text) WriteWarning($"Run {id}: {Sizes.Say(line.CutBytes)} are missing here, for logs are kept up to a cap and for a while.");
        else if (line.IsErr) WriteInformation(text, [ObjectLog.StderrTag]);
        else WriteObject(text);
    }
}
