using System.Management.Automation;
using Mill.PowerShell.Completion;
using Mill.Queue;

namespace Mill.PowerShell.Commands;

/// <summary>Says how many runs of a queue may run at once, pauses it, and lets it go on.</summary>
[Cmdlet(VerbsCommon.Set, "MillQueue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MillQueue))]
public sealed class SetMillQueueCommand : MillCommand
{
    /// <summary>Which queues; one that is not there is made.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QueueCompleter))]
    public string[]? Name { get; set; }

    /// <summary>How many runs may run at once: a number from 1 up, or <c>unlimited</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ParallelCompleter))]
    public string? Parallel { get; set; }

    /// <summary>Starts nothing of it for now.</summary>
    [Parameter]
    public SwitchParameter Pause { get; set; }

    /// <summary>Starts its runs again.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var request = Must(Request);
        foreach (var name in Name!)
            For(name, () => Set(name, request));
    }

    void Set(string name, QueueRequest request)
    {
        QueueCheck.CheckName(name);
        if (ShouldProcess($"queue {name}", "set")) WriteObject(new MillQueue(Client.SetQueue(name, request), Client.Home));
    }

    QueueRequest Request()
    {
        if (Pause && Resume) throw new MillException(MillError.BadValue, "-Pause and -Resume cannot both be meant.", "Pause");
        if (Parallel is null && !Pause && !Resume) throw new MillException(MillError.BadValue, "Say what: -Parallel, -Pause or -Resume.");
        var parallel = Parallel is null ? null : QueueCheck.ReadParallel(Parallel);
        return new QueueRequest { Parallel = parallel, Unlimited = Parallel is not null && parallel is null, Paused = Pause ? true : Resume ? false : null };
    }
}
