using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.PowerShell.Jobs;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Shows what is true of runs now, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "MillRun")]
[OutputType(typeof(MillRun), typeof(MillRunDetail), typeof(Job2))]
public sealed class GetMillRunCommand : SelectingCommand
{
    readonly NewestRuns _named = new();

    /// <summary>Shows the runs inside another one below it.</summary>
    [Parameter]
    public SwitchParameter Tree { get; set; }

    /// <summary>Shows everything that is known of each: evidence, processes, last lines, limits, and what to type next.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Gives back jobs for Get-Job and its kin instead of the runs.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!MyInvocation.ExpectingInput && Run is null) Must(() => List(Client, Filter(Client)));
        else if (Newest is { } most)
            foreach (var (client, run) in _named.Take(most)) For(run.Id, () => Show(client, run));
    }

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        var filter = Filter(client);
        if (Tree) List(client, filter with { Root = id.Text });
        else if (client.Get(id) is var run && filter.LetsThrough(run)) Tell(client, run);
    }

    /// <inheritdoc/>
    private protected override void Process(RunTarget target)
    {
        if (IsNamed && target.Text is { } text && WildcardPattern.ContainsWildcardCharacters(text)) ListLike(ClientOf(target.MillHome), Like(text));
        else base.Process(target);
    }

    void ListLike(MillClient client, Func<string?, bool> isLike)
    {
        var filter = Filter(client);
        List(client, filter with { Where = run => (isLike(run.Id) || isLike(run.Name)) && filter.Where?.Invoke(run) != false });
    }

    bool List(MillClient client, RunFilter filter)
    {
        foreach (var run in client.List(filter with { Tree = Tree }, WriteWarning))
        {
            if (StopToken.IsCancellationRequested) break;
            Tell(client, run);
        }
        return true;
    }

    // Of runs that are named one by one, how many there are to be is counted over all of them.
    void Tell(MillClient client, Run run)
    {
        if (Run is not null && Newest is not null) _named.Add(client, run, Tree);
        else if (Detailed) For(run.Id, () => Show(client, run));
        else Show(client, run);
    }

    void Show(MillClient client, Run run)
    {
        if (AsJob) WriteObject(MillJobSourceAdapter.JobOf(client, run));
        else if (Detailed && RunId.TryParse(run.Id, out var id)) WriteObject(new MillRunDetail(client.Inspect(id), client.Home));
        else if (Tree) WriteObject(AsBranch(new MillRun(run, client.Home)));
        else WriteObject(new MillRun(run, client.Home));
    }

    // The same object, seen through another view.
    static PSObject AsBranch(MillRun run)
    {
        var branch = new PSObject(run);
        branch.TypeNames.Insert(0, $"{typeof(MillRun).FullName}#Tree");
        return branch;
    }
}
