using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>What runs ask while somebody stays with them: nobody else may be there to answer.</summary>
internal sealed class Asked
{
    readonly HashSet<(string Run, string Question)> _told = [];

    /// <summary>Whether that is all there is to tell of a run. One that is lost has its questions still, and is over.</summary>
    public static bool IsAll(Run run) => run is { Questions.Count: > 0, EffectiveStatus: < EffectiveStatus.Complete };

    /// <summary>What is to be told of a run's questions, each once.</summary>
    public IEnumerable<string> News(Run run) => run.Questions
        .Where(one => _told.Add((run.Id, one.Id)))
        .Select(one => SafeText.Escape($"Run {run.Id} asks {Told.Question(one)}. To answer: {Spelling.AsCmdlets(Told.Command(run.Id, one, run.Questions.Count == 1))}"));
}
