using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Tells what happened to runs and what happens, several at once, until they are over.</summary>
[Cmdlet(VerbsCommon.Watch, "MillRun", DefaultParameterSetName = ItemSet)]
[OutputType(typeof(MillEvent), typeof(MillLine), typeof(MillNote), ParameterSetName = [ItemSet])]
[OutputType(typeof(MillRun), ParameterSetName = [ProgressSet])]
public sealed class WatchMillRunCommand : StayingCommand
{
    const string ItemSet = "Items", ProgressSet = "Progress";

    int _drawn;

    /// <summary>Events, Io (what the process prints) or All.</summary>
    [Parameter(ParameterSetName = ItemSet)]
    [ValidateSet("All", "Events", "Io")]
    public string Channel { get; set; } = "All";

    /// <summary>Of what already happened, only what is younger: a date, or how long ago. Output has no times: a log counts by when it was last written to.</summary>
    [Parameter(ParameterSetName = ItemSet)]
    [Moment]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Of what already happened, only the last so many items of each run.</summary>
    [Parameter(ParameterSetName = ItemSet)]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    /// <summary>Draws how far the runs are, and gives each back as it ends.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProgressSet)]
    public SwitchParameter Progress { get; set; }

    /// <inheritdoc/>
    private protected override string ComeBack => "Watch-MillRun";

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        if (Progress) Stay(id, stop => Looks.At(client, id, stop), Drawing(client, ++_drawn));
        else Stay(id, stop => client.Watch(id, Request(), stop), item => WriteObject(MillItem.Of(item, client.Home)));
    }

    WatchRequest Request() => new() { Events = Channel != "Io", Io = Channel != "Events", Since = Since, Tail = Tail };

    Action<Look> Drawing(MillClient client, int number) => look =>
    {
        if (Screen.MayDraw) WriteProgress(look.Record(number));
        if (look.IsLast) WriteObject(new MillRun(look.Run, client.Home));
    };
}
