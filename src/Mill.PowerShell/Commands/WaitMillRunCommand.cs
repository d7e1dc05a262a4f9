using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Waits until runs are over, all of them at the same time, and gives each back as it ends.</summary>
[Cmdlet(VerbsLifecycle.Wait, "MillRun")]
[OutputType(typeof(MillRun))]
public sealed class WaitMillRunCommand : StayingCommand
{
    readonly List<(MillClient Client, RunId Id)> _asked = [];
    readonly Asked _questions = new();

    /// <summary>Waits no longer than this for all of them together, from when they are all known.</summary>
    [Parameter]
    [Duration(OrZero = true)]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Makes a run that does not end well an error.</summary>
    [Parameter]
    public SwitchParameter RequireSuccess { get; set; }

    /// <inheritdoc/>
    private protected override string ComeBack => "Wait-MillRun";

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id) => _asked.Add((client, id));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var (client, id) in _asked)
        {
            WriteVerbose($"Waiting for run {id}{(Timeout is { } limit ? $", for {Durations.Say(limit)} at most" : "")}.");
            Stay(id, stop => client.Attend(id, Timeout, stop), run => Tell(client, run));
        }
        base.EndProcessing();
    }

    void Tell(MillClient client, Run run)
    {
        if (Asked.IsAll(run))
        {
            foreach (var one in _questions.News(run)) WriteWarning(one);
            return;
        }
        var shown = new MillRun(run, client.Home);
        WriteVerbose(Attending.Sentence(run));
        WriteObject(shown);
        if (RequireSuccess && run.Status != RunStatus.Complete) WriteError(Errors.OfEnd(run, shown));
    }
}
