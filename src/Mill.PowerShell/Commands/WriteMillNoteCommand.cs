using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.PowerShell.Completion;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Tells, from inside a run, how far it is; or notes something about a run from outside.</summary>
[Cmdlet(VerbsCommunications.Write, "MillNote", DefaultParameterSetName = InsideSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(MillRun), ParameterSetName = [OutsideSet])]
public sealed class WriteMillNoteCommand : RunsCommand
{
    const string InsideSet = "Inside", NumbersSet = "Numbers", OutsideSet = "Outside";

    /// <summary>The note: one line.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Text { get; set; } = "";

    /// <summary>How far it is, as <c>142/184</c>.</summary>
    [Parameter(ParameterSetName = InsideSet)]
    [ValidateNotNullOrEmpty]
    public string? Progress { get; set; }

    /// <summary>How much is done.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NumbersSet)]
    public int? Done { get; set; }

    /// <summary>Out of how much.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NumbersSet)]
    public int? Total { get; set; }

    /// <summary>About these runs, from outside.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = OutsideSet)]
    [Alias("Id", "RunId")]
    [RunTarget]
    [ArgumentCompleter(typeof(RunCompleter))]
    public override RunTarget[]? Run { get; set; }

    /// <summary>Gives back the run.</summary>
    [Parameter(ParameterSetName = OutsideSet)]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == OutsideSet || !ShouldProcess("the run that this is inside of", $"note '{Text}'")) return;
        For(Text, () => Client.Note(Request(), StopToken));
    }

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        if (!ShouldProcess(Title(client, id), $"note '{Text}'")) return;
        client.Note(new NoteRequest { Text = Text, Run = id }, StopToken);
        if (PassThru) WriteObject(new MillRun(client.Get(id), client.Home));
    }

    NoteRequest Request() => Progress is { } far && ProgressText.Parse(far) is var told
        ? new NoteRequest { Text = Text, Done = told.Done, Total = told.Total }
        : new NoteRequest { Text = Text, Done = Done, Total = Total };
}
