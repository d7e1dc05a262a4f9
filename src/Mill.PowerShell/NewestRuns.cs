using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>Runs that were named, of which only the newest so many are wanted: which those are is known once all are there.</summary>
internal sealed class NewestRuns
{
    readonly List<List<(MillClient Client, Run Run)>> _branches = [];
    readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    /// <summary>Takes a run, once. One of a tree goes with the run that it is inside of, which comes before it, and is not counted.</summary>
    public void Add(MillClient client, Run run, bool inTree)
    {
        if (!_folders.Add(run.Directory)) return;
        if (inTree && _branches is [.., var last] && last.Exists(one => one.Run.Id == run.ParentId)) last.Add((client, run));
        else _branches.Add([(client, run)]);
    }

    /// <summary>So many, newest first.</summary>
    public IEnumerable<(MillClient Client, Run Run)> Take(int most) => _branches
        .OrderByDescending(branch => branch[0].Run.CreatedAt)
        .ThenByDescending(branch => branch[0].Run.Id, StringComparer.Ordinal)
        .Take(most)
        .SelectMany(branch => branch);
}
