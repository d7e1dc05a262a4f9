using System.Collections;
using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.Runs;

namespace Mill.PowerShell.Completion;

/// <summary>The runs that a completion may offer. Completing never fails: where nothing can be read, nothing is offered.</summary>
internal sealed class KnownRuns(IDictionary bound)
{
    const int Newest = 200;

    /// <summary>The newest runs of the home that the line names so far.</summary>
    public IReadOnlyList<Run> All() => Of(new RunFilter());

    /// <summary>The runs that the line names; all that have a plan where it names none.</summary>
    public IReadOnlyList<Run> Meant() => (bound["Run"] ?? bound["Id"] ?? bound["RunId"]) is { } given
        ? [.. Targets(given).SelectMany(Found)]
        : [.. All().Where(run => run.Plan is not null)];

    /// <summary>The newest of those that a filter lets through.</summary>
    public IReadOnlyList<Run> Of(RunFilter filter)
    {
        try
        {
            return [.. Clients().SelectMany(client => client.List(filter with { Last = Newest }))];
        }
        catch (Exception e) when (e is MillException or RuntimeException)
        {
            return [];
        }
    }

    static IEnumerable<RunTarget> Targets(object given) => (given is PSObject { BaseObject: var inner } ? inner : given) is IList many
        ? many.Cast<object?>().Select(RunTargetAttribute.One)
        : [RunTargetAttribute.One(given)];

    IEnumerable<Run> Found(RunTarget target)
    {
        if (target.Text is not { } text) return [];
        try
        {
            var clients = target.MillHome is { } home ? [new MillClient(new MillOptions { Home = home })] : Clients();
            return [.. clients.Select(client => client.Get(client.Find(text)))];
        }
        catch (Exception e) when (e is MillException or RuntimeException)
        {
            return [];
        }
    }

    /// <summary>The names of the home's queues.</summary>
    public IReadOnlyList<string> Queues()
    {
        try
        {
            return [.. Clients().SelectMany(client => client.Queues()).Select(queue => queue.Name)];
        }
        catch (Exception e) when (e is MillException or RuntimeException)
        {
            return [];
        }
    }

    // None where the line names a home that is not there.
    IEnumerable<MillClient> Clients() => Folders.Of(bound["MillHome"] ?? bound["Home"]) is { } homes
        ? homes.Select(folder => new MillClient(new MillOptions { Home = folder }))
        : [new MillClient()];
}
