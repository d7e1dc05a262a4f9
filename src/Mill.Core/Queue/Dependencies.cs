using Mill.Runs;
using Mill.Store;

namespace Mill.Queue;

/// <summary>The runs that another one waits for.</summary>
internal sealed class Dependencies(HomeFolder home, RunQueue asked)
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
            var folder = home.Run(id);
            var standing = Standings.Of(folder);
            if (standing == Standing.Broken) _broken.Add(id);
            if (standing != Standing.Over) open = true;
            else if (AdmissionRules.Judge(EndOf(folder), asked.AfterAny) == Others.Failed) Objection ??= Say(folder);
        }
        return Objection is not null ? Others.Failed : open ? Others.Open : Others.Ready;
    }

    static RunStatus? EndOf(RunFolder folder) => folder.Exists ? folder.ReadRecord().Value?.Status : null;

    static string Say(RunFolder folder) => folder.Exists && folder.ReadRecord().Value is { } record
        ? $"run {folder.Id}, which has to be complete before, ended as {Json.Words.Word(record.Status)}{(record.Reason is { } reason ? $" ({reason})" : "")}"
        : $"run {folder.Id}, which has to be complete before, is not there any more";
}
