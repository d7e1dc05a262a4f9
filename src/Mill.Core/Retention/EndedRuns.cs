using Mill.Liveness;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Retention;

/// <summary>The runs of a home that have ended, as retention sees them.</summary>
internal sealed class EndedRuns(HomeFolder home)
{
    static readonly TimeSpan s_longestBeginning = TimeSpan.FromMinutes(1);

    readonly IFiles _files = home.Platform.Files;
    readonly Dictionary<RunId, IReadOnlyList<string>> _after = [];

    /// <summary>Looks at all of them.</summary>
    public IReadOnlyList<EndedRun> Find()
    {
        var ended = home.Ids().Select(Look).OfType<EndedRun>().ToList();
        var awaited = Awaited(); // Only now: that takes a while with many, and meanwhile somebody may have begun to wait.
        return ended.ConvertAll(run => awaited.Contains(run.Id) ? run with { IsAwaited = true } : run);
    }

    EndedRun? Look(RunId id)
    {
        var folder = home.Run(id);
        try
        {
            if (home.IsActive(id) || folder.ReadSnapshot().Value is not { IsTerminal: true, EndedAt: { } end } record) return null;
            if (record.Spec.AllowBackground && LivesOn(folder)) return null; // It is not over for whoever writes to its logs.
            return new EndedRun(id.Text, record.Status, end, SpawnLogs.Measure(_files, folder[FileNames.Logs]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // One that cannot be looked at is left alone, and is in no other's way.
        }
    }

    // Whoever was allowed to. One that cannot be judged from here may write as well.
    static bool LivesOn(RunFolder folder) => folder.ReadCleanup().Value is { } cleanup && folder.ReadWorker().Value is { } worker
        && cleanup.Survivors.Where(one => one.Why == Survivor.Allowed)
            .Any(one => folder.Platform.Processes.IsAlive(worker.Process with { Pid = one.Pid, StartTime = one.StartTime }) != Sign.No);

    /// <summary>Whether a pending run waits for one now, or one that is just being started may.</summary>
    public bool IsAwaited(RunId id) => home.ActiveIds().Any(other => MayWait(other, id));

    bool MayWait(RunId other, RunId id)
    {
        if (_after.TryGetValue(other, out var known) && !known.Contains(id.Text)) return false;
        return Read(other) is { } record ? record.Status == RunStatus.Pending && _after[other].Contains(id.Text) : IsBeginning(other);
    }

    // On the to-do list a run is before it is written down; what stays there without a record is nobody any more.
    bool IsBeginning(RunId id) =>
        home.MarkedAt(id) is { } since && (home.Platform.Clock.GetUtcNow() - since).Duration() < s_longestBeginning;

    // In its queue a run is only some time after it is on the to-do list.
    HashSet<string> Awaited() =>
        home.ActiveIds().Where(id => Read(id) is { Status: RunStatus.Pending }).SelectMany(id => _after[id]).ToHashSet(StringComparer.Ordinal);

    // What a run waits for never changes, and is kept: many may be asked about while many wait.
    RunRecord? Read(RunId id)
    {
        var record = home.Run(id).ReadSnapshot().Value;
        if (record is not null) _after[id] = record.Spec.Queue?.After ?? [];
        return record;
    }
}
