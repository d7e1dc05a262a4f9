using Mill.Liveness;
using Mill.Runs;
using Mill.Store;

namespace Mill.List;

/// <summary>Lists runs, newest first, reading no more than is asked for.</summary>
internal sealed class RunList(HomeFolder home)
{
    const int Batch = 1024;
    static readonly TimeSpan s_toBegin = TimeSpan.FromSeconds(10);
    static readonly Comparer<Run> s_age = Comparer<Run>.Create((one, other) =>
        string.CompareOrdinal(one.Id, 0, other.Id, 0, RunId.SecondLength) is not 0 and var order ? order : Nullable.Compare(one.CreatedAt, other.CreatedAt));

    /// <summary>The runs that a filter lets through.</summary>
    public IEnumerable<Run> List(RunFilter filter, Action<string>? warn) => filter switch
    {
        // What is inside a run is found also where the run itself, or one between them, is not asked for.
        { Tree: true, Root: { } root } => RunForest.Order([.. Flat(new RunFilter(), warn)], root, most: null).Where(filter.LetsThrough),
        { Tree: true } => RunForest.Order([.. Flat(filter with { Last = null }, warn)], root: null, filter.Last),
        _ => Flat(filter, warn),
    };

    IEnumerable<Run> Flat(RunFilter filter, Action<string>? warn)
    {
        var ids = (filter.Active ? home.ActiveIds() : home.Ids()).Where(id => filter.LetsThroughId(id.Text)).ToArray();
        Array.Sort(ids, (one, other) => other.CompareTo(one));
        var left = filter.Last ?? int.MaxValue;
        for (var (from, to) = (0, 0); from < ids.Length && left > 0; from = to)
        {
            // With nothing but a number to go by, no more folders are read than are shown.
            to = EndOfSecond(ids, from + Math.Min(Batch, filter.IsOnlyLast ? left : Batch));
            foreach (var run in Read(ids.AsSpan(from..to), filter, warn))
            {
                yield return run;
                if (--left == 0) yield break;
            }
        }
    }

    // The ids of one second are in no order: those runs are read together, and told as they were made.
    static int EndOfSecond(RunId[] ids, int at)
    {
        if (at >= ids.Length) return ids.Length;
        while (at < ids.Length && ids[at].Second.SequenceEqual(ids[at - 1].Second)) at++;
        return at;
    }

    Run[] Read(ReadOnlySpan<RunId> ids, RunFilter filter, Action<string>? warn)
    {
        var batch = ids.ToArray();
        var runs = new Run?[batch.Length];
        var warnings = new string?[batch.Length];
        void One(int i) => (runs[i], warnings[i]) = TryRead(batch[i]);
        if (batch.Length < Batch / 4)
            for (var i = 0; i < batch.Length; i++) One(i);
        else
            Parallel.For(0, batch.Length, One);
        foreach (var warning in warnings.OfType<string>()) warn?.Invoke(warning);
        return [.. runs.OfType<Run>().Where(filter.LetsThrough).OrderByDescending(run => run, s_age)];
    }

    (Run? Run, string? Warning) TryRead(RunId id)
    {
        var folder = home.Run(id);
        try
        {
            var record = folder.ReadRecord();
            if (record.Value is { } value) return (Viewer.Glance(folder, value), null);
            return (null, IsGoneOrNew(folder) ? null : $"run {id} cannot be read: {(folder.Exists ? record.Damage : "it is no folder")}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return folder.Exists ? (null, $"run {id} cannot be read: {e.Message}") : (null, null);
        }
    }

    // Between making its folder and writing its first event a start needs a moment.
    bool IsGoneOrNew(RunFolder folder) => folder.Platform.Files.Look(folder.Path) is null
        || (home.MarkedAt(folder.Id) is { } since && home.Platform.Clock.GetUtcNow() - since < s_toBegin
            && folder.Platform.Files.Look(folder[FileNames.Snapshot]) is null);
}
