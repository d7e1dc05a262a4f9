using System.Management.Automation;
using Mill.PowerShell.Completion;

namespace Mill.PowerShell.Commands;

/// <summary>Shows queues: how many of their runs may run at once, which do, and which wait.</summary>
[Cmdlet(VerbsCommon.Get, "MillQueue")]
[OutputType(typeof(MillQueue))]
public sealed class GetMillQueueCommand : MillCommand
{
    /// <summary>Only those of one of these names; wildcards stand for anything.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QueueCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Name is null) Must(() => Show("*"));
        foreach (var name in Name ?? [])
            For(name, () => Show(name));
    }

    bool Show(string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            WriteObject(new MillQueue(Client.Queue(name), Client.Home));
            return true;
        }
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        foreach (var queue in Client.Queues().Where(queue => pattern.IsMatch(queue.Name))) WriteObject(new MillQueue(queue, Client.Home));
        return true;
    }
}
