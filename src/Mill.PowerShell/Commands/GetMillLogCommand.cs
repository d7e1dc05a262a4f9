using System.Management.Automation;
using Mill.Logs;
using Mill.PowerShell.Completion;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Reads what runs wrote, line by line.</summary>
[Cmdlet(VerbsCommon.Get, "MillLog")]
[OutputType(typeof(string))]
public sealed class GetMillLogCommand : StayingCommand
{
    /// <summary>Only the last so many lines of each stream.</summary>
    [Parameter]
    [Alias("Last")]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    /// <summary>Of this task; without it, of what failed in a plan, else of what wrote last.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public string? Task { get; set; }

    /// <summary>Goes on until the runs are over.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Only standard output.</summary>
    [Parameter]
    public SwitchParameter Out { get; set; }

    /// <summary>Only standard error.</summary>
    [Parameter]
    public SwitchParameter Err { get; set; }

    /// <inheritdoc/>
    private protected override string ComeBack => "Get-MillLog -Wait";

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        if (Wait) Stay(id, stop => Lines(client, id, stop), line => Tell(id, line));
        else foreach (var line in Lines(client, id, StopToken)) Tell(id, line);
    }

    IEnumerable<LogLine> Lines(MillClient client, RunId id, CancellationToken stop) => client.ReadLog(id, Request(), stop).WholeLines();

    // Both streams named is the same as none.
    LogRequest Request() => new() { Out = Out || !Err, Err = Err || !Out, Last = Tail, Follow = Wait, Task = Task };

    void Tell(RunId id, LogLine line)
    {
        if (line.Text is { } text) WriteObject(text);
        else WriteWarning($"Run {id}: {Sizes.Say(line.CutBytes)} of {(line.IsErr ? "standard error" : "standard output")} are missing here, for logs are kept up to a cap and for a while.");
    }
}
