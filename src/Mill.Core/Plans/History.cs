using Mill.Runs;
using Mill.Store;

namespace Mill.Plans;

/// <summary>How long runs of a name took that ended well.</summary>
internal sealed class History
{
    const int Newest = 200, Enough = 9;

    readonly List<RunRecord> _runs;

    History(List<RunRecord> runs) => _runs = runs;

    /// <summary>The newest runs of a name, one left out; nothing for a run without one.</summary>
    public static History Of(HomeFolder home, string? name, string? but = null) => new(name is null ? [] :
    [
        .. home.Ids().OrderDescending().Take(Newest).Where(id => id.Text != but)
            .Select(id => home.Run(id).ReadSnapshot().Value).OfType<RunRecord>()
            .Where(record => record is { Status: RunStatus.Complete, StartedAt: not null, EndedAt: not null } && record.Spec.Name == name).Take(Enough),
    ]);

    /// <summary>A live run with when it is usually done; as it is where that cannot be told.</summary>
    public static Run Foretell(HomeFolder home, Run run) =>
        run is { Name: { } name, StartedAt: { } start, Generation: 1, EffectiveStatus: EffectiveStatus.Running or EffectiveStatus.Waiting } && Of(home, name, run.Id).Took is { } took
            ? run with { ExpectedEndAt = start.AddMilliseconds(took) } : run;

    /// <summary>How long a run took from its first start to its end, the one in the middle; null where there was none.</summary>
    public long? Took => Middle(_runs.Where(run => run.Generation == 1).Select(run => (long)(run.EndedAt!.Value - run.StartedAt!.Value).TotalMilliseconds));

    /// <summary>How long each task took, the one in the middle.</summary>
    public IReadOnlyDictionary<string, long> TasksTook() => _runs
        .SelectMany(run => run.Tasks)
        .Where(task => task is { Status: TaskState.Complete, StartedAt: not null, EndedAt: not null })
        .GroupBy(task => task.Name, task => (long)(task.EndedAt!.Value - task.StartedAt!.Value).TotalMilliseconds, StringComparer.Ordinal)
        .ToDictionary(task => task.Key, task => Middle(task)!.Value, StringComparer.Ordinal);

    static long? Middle(IEnumerable<long> lengths) => lengths.Order().ToList() is { Count: > 0 } all ? Math.Max(0, all[all.Count / 2]) : null;
}
