using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Ends runs for good, with every process of their trees.</summary>
[Cmdlet(VerbsLifecycle.Stop, "MillRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MillStop), typeof(MillRun))]
public sealed class StopMillRunCommand : RunsCommand
{
    /// <summary>Why, in words; kept with the run.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    /// <summary>How long processes have to end by themselves.</summary>
    [Parameter]
    [Duration(OrZero = true)]
    public TimeSpan? Grace { get; set; }

    /// <summary>Ends processes too that were allowed to stay behind.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives back the run instead of what the stop came to.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        if (!ShouldProcess(Title(client, id), "stop")) return;
        var stopped = client.Stop(id, new StopRequest { Reason = Reason, Grace = Grace, Force = Force });
        object shown = PassThru ? new MillRun(client.Get(id), client.Home) : new MillStop(stopped, client.Home);
        WriteObject(shown);
        foreach (var one in stopped.WithNested)
            if (Errors.OfSurvivors(one.Id, one.Survivors) is { } error) WriteError(Errors.Of(error, shown));
    }
}
