using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.PowerShell.Completion;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Shows what is true of runs now, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "MillRun")]
[OutputType(typeof(MillRun))]
public sealed class GetMillRunCommand : RunsCommand
{
    /// <summary>Only these; ids may have wildcards.</summary>
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

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!MyInvocation.ExpectingInput && Run is null) Must(() => List(Client, Filter()));
    }

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        var run = client.Get(id);
        if (Filter().LetsThrough(run)) WriteObject(new MillRun(run, client.Home));
    }

    /// <inheritdoc/>
    private protected override void Process(RunTarget target)
    {
        if (target.Text is { } text && WildcardPattern.ContainsWildcardCharacters(text))
            List(ClientOf(target.MillHome), Filter() with { Ids = [text] });
        else base.Process(target);
    }

    bool List(MillClient client, RunFilter filter)
    {
        foreach (var run in client.List(filter, WriteWarning))
        {
            if (StopToken.IsCancellationRequested) break;
            WriteObject(new MillRun(run, client.Home));
        }
        return true;
    }

    RunFilter Filter() => new()
    {
        Statuses = Read<EffectiveStatus>(Status),
        Healths = Read<Health>(Health),
        Active = Active,
        Last = Newest,
        Names = Name ?? [],
        Tags = Tag ?? [],
        ParentId = Parent is null ? null : Find(Parent[0]).Text,
        Before = Before,
        After = After,
    };

    static T[] Read<T>(string[]? words) where T : struct, Enum => [.. (words ?? []).Select(word => Enum.Parse<T>(word, ignoreCase: true))];
}
