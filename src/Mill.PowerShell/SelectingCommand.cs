using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.PowerShell.Completion;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>A cmdlet that is about some runs of a home, or all of them.</summary>
public abstract class SelectingCommand : RunsCommand
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

    /// <summary>What was asked for.</summary>
    private protected RunFilter Filter(MillClient client) => new()
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
    };

    /// <summary>Whether a word is like a pattern, as the shell means it.</summary>
    private protected static Func<string?, bool> Like(string text)
    {
        var pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase);
        return word => word is not null && pattern.IsMatch(word);
    }

    static Func<Run, bool> IsNamedLike(Func<string?, bool>[] patterns) => run => patterns.Any(isLike => isLike(run.Name));

    static T[] Read<T>(string[]? words) where T : struct, Enum => [.. (words ?? []).Select(word => Enum.Parse<T>(word, ignoreCase: true))];
}
