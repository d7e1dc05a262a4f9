using Mill.Runs;
using Mill.Store;

namespace Mill.Queue;

/// <summary>The runs that another one waits for.</summary>
/// <param name="home">The home.</param>
/// <param name="asked">Which runs those are.</param>
/// <param name="seen">How runs stood when they were looked at for others: many may wait for the same.</param>
internal sealed class Dependencies(HomeFolder home, RunQueue asked, Dictionary<RunId, (Standing Standing, RunStatus? End)> seen)
{
    readonly List<RunId> _broken = [];

    /// <summary>Those of them that have to be repaired before it can be told how they ended.</summary>
    public IReadOnlyList<RunId> Broken => _broken;

    /// <summary>Why the run can never start, in words.</summary>
    public string? Objection { get; private set; }

    /// <summary>Looks at all of them.</summary>
    public Others Look()
    {
        var open = false;
        foreach (var text in asked.After)
        {
            if (!RunId.TryParse(text, out var id)) continue;
            var (standing, end) = Look(id);
            if (standing == Standing.Broken) _broken.Add(id);
            if (standing != Standing.Over) open = true;
            else if (AdmissionRules.Judge(end, asked.AfterAny) == Others.Failed) Objection ??= Say(home.Run(id));
        }
        return Objection is not null ? Others.Failed : open ? Others.Open : Others.Ready;
    }

    (Standing Standing, RunStatus? End) Look(RunId id)
    {
        if (seen.TryGetValue(id, out var known)) return known;
        var folder = home.Run(id);
        var standing = Standings.Of(folder);
        return seen[id] = (standing, standing == Standing.Over ? EndOf(folder) : null);
    }

    static RunStatus? EndOf(RunFolder folder) => folder.Exists ? folder.ReadRecord().Value?.Status : null;

    static string Say(RunFolder folder) => folder.Exists && folder.ReadRecord().Value is { } record
        ? $"run {folder.Id}, which has to be complete before, ended as {Json.Words.Word(record.Status)}{(record.Reason is { } reason ? $" ({reason})" : "")}"
        : $"run {folder.Id}, which has to be complete before, is not there any more";
}
