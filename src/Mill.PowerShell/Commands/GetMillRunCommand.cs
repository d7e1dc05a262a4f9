using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.PowerShell.Completion;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Shows what is true of runs now, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "MillRun")]
[OutputType(typeof(MillRun), typeof(MillRunDetail))]
public sealed class GetMillRunCommand : RunsCommand
{
    /// <summary>Only these; with wildcards, those of which the id or the name is like it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "RunId")]
    [RunTarget]
    [ArgumentCompleter(typeof(RunCompleter))]
    public override RunTarget[]? Run { get; set; }

    /// <summary>Only with one of these names; wildcards stand for anything.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only where this is true now.</summary>
    [Parameter]
    [ValidateSet("pending", "running", "waiting", "complete", "failed", "cancelled", "ending", "lost")]
    public string[]? Status { get; set; }

    /// <summary>Only what is not over, or not tidied up.</summary>
    [Parameter]
    public SwitchParameter Active { get; set; }

    /// <summary>Only with one of these healths.</summary>
    [Parameter]
    [ValidateSet("healthy", "quiet", "stale", "dead", "unknown", "ended")]
    public string[]? Health { get; set; }

    /// <summary>Only with all of these tags.</summary>
    [Parameter]
    [Tags]
    [ArgumentCompleter(typeof(TagCompleter))]
    public Dictionary<string, string?>? Tag { get; set; }

    /// <summary>Only the newest so many.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Newest { get; set; }

    /// <summary>Only asked for before this moment, or longer ago than this.</summary>
    [Parameter]
    [Moment]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Only asked for after this moment, or not longer ago than this.</summary>
    [Parameter]
    [Moment]
    public DateTimeOffset? After { get; set; }

    /// <summary>Only those started inside this run.</summary>
    [Parameter]
    [RunTarget]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunTarget[]? Parent { get; set; }

    /// <summary>Shows the runs inside another one below it.</summary>
    [Parameter]
    public SwitchParameter Tree { get; set; }

    /// <summary>Shows everything that is known of each: evidence, processes, last lines, limits, and what to type next.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!MyInvocation.ExpectingInput && Run is null) Must(() => List(Client, Filter(Client)));
    }

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        var filter = Filter(client);
        if (Tree) List(client, filter with { Root = id.Text });
        else if (client.Get(id) is var run && filter.LetsThrough(run)) Show(client, run);
    }

    /// <inheritdoc/>
    private protected override void Process(RunTarget target)
    {
        if (target.Text is { } text && WildcardPattern.ContainsWildcardCharacters(text)) ListLike(ClientOf(target.MillHome), Like(text));
        else base.Process(target);
    }

    void ListLike(MillClient client, Func<string?, bool> isLike)
    {
        var filter = Filter(client);
        List(client, filter with { Where = run => (isLike(run.Id) || isLike(run.Name)) && filter.Where?.Invoke(run) != false });
    }

    bool List(MillClient client, RunFilter filter)
    {
        foreach (var run in client.List(filter, WriteWarning))
        {
            if (StopToken.IsCancellationRequested) break;
            if (Detailed) For(run.Id, () => Show(client, run));
            else Show(client, run);
        }
        return true;
    }

    void Show(MillClient client, Run run)
    {
        if (Detailed && RunId.TryParse(run.Id, out var id)) WriteObject(new MillRunDetail(client.Inspect(id), client.Home));
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

    RunFilter Filter(MillClient client) => new()
    {
        Statuses = Read<EffectiveStatus>(Status),
        Healths = Read<Health>(Health),
        Active = Active,
        Last = Newest,
        Where = Name is null ? null : IsNamedLike([.. Name.Select(Like)]),
        Tags = Tag ?? [],
        ParentIds = [.. (Parent ?? []).Select(one => client.Find(one.Text ?? throw NotARun(one.Given)).Text)],
        Before = Before,
        After = After,
        Tree = Tree,
    };

    static Func<Run, bool> IsNamedLike(Func<string?, bool>[] patterns) => run => patterns.Any(isLike => isLike(run.Name));

    static Func<string?, bool> Like(string text)
    {
        var pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase);
        return word => word is not null && pattern.IsMatch(word);
    }

    static T[] Read<T>(string[]? words) where T : struct, Enum => [.. (words ?? []).Select(word => Enum.Parse<T>(word, ignoreCase: true))];
}
