using Mill.Liveness;
using Mill.Platform;
using Mill.Runs;
using Mill.Settings;
using Mill.Store;

namespace Mill.Retention;

/// <summary>Takes away what is old enough, of ended runs only, each looked at again under its lock.</summary>
internal sealed class Sweeper(HomeFolder home, Remover remover)
{
    const string LastSweep = "swept";

    readonly IFiles _files = home.Platform.Files;
    readonly EndedRuns _ended = new(home);

    /// <summary>Sweeps, or says what would go.</summary>
    public IEnumerable<SweepOutcome> Sweep(SweepRequest request)
    {
        foreach (var one in RetentionRules.Decide(_ended.Find(), Limits(request), home.Platform.Clock.GetUtcNow()))
            if (Take(one, request.DryRun) is { } taken) yield return taken;
        foreach (var path in new[] { home.Runs, home.Queues }.SelectMany(Leftovers).ToList())
            if (TakeLeftover(path, request.DryRun) is { } taken) yield return taken;
        foreach (var one in new WorkerCopies(home).Sweep(request.DryRun)) yield return one;
        if (!request.DryRun) Remark();
    }

    /// <summary>Sweeps with the settings in force, at most once in ten minutes for all of a home.</summary>
    public void SweepIfDue()
    {
        var stamp = Path.Combine(home.Path, LastSweep);
        if (!RetentionRules.IsDue(_files.Look(stamp)?.ModifiedAt, home.Platform.Clock.GetUtcNow())) return;
        using (var file = _files.OpenToUpdate(stamp)) _files.WriteAt(file, "1\n"u8, 0);
        Steps.Reached("sweep.due");
        foreach (var _ in Sweep(new SweepRequest())) { }
    }

    RetentionLimits Limits(SweepRequest request)
    {
        var usual = new RetentionLimits();
        var kept = new SettingsSearch(home).OfHome()?.Retention ?? new KeptFor();
        var logs = request.LogRetention ?? Surroundings.LogRetention ?? kept.Logs;
        return usual with
        {
            Logs = logs ?? usual.Logs,
            FailedLogs = logs ?? usual.FailedLogs,
            LogBytes = request.LogMaxBytes ?? Surroundings.LogMaxBytes ?? kept.LogBytes ?? usual.LogBytes,
            Runs = request.OlderThan ?? kept.OlderThan,
            Keep = request.Keep ?? kept.Keep,
        };
    }

    SweepOutcome? Take(SweepOutcome one, bool dryRun)
    {
        if (!RunId.TryParse(one.Id, out var id)) return null;
        var folder = home.Run(id);
        try
        {
            return one.What == "run" ? TakeRun(one, folder, dryRun) : dryRun ? one : TakeLogs(one, folder);
        }
        catch (Exception e) when (e is MillException or IOException or UnauthorizedAccessException)
        {
            return null; // Removed or resumed meanwhile: not ours to take any more.
        }
    }

    SweepOutcome TakeRun(SweepOutcome one, RunFolder folder, bool dryRun)
    {
        var bytes = _files.Measure(folder.Path);
        if (!dryRun) remover.Sweep(folder.Id, _ended);
        return one with { Bytes = bytes };
    }

    // Null for those of a run that goes on meanwhile, and where somebody else was sooner.
    SweepOutcome? TakeLogs(SweepOutcome one, RunFolder folder)
    {
        using var locked = LockedRun.Take(folder);
        if (locked.Record is not { IsTerminal: true } || home.IsActive(folder.Id)) return null;
        return SpawnLogs.Remove(_files, folder[FileNames.Logs]) is > 0 and var bytes ? one with { Bytes = bytes } : null;
    }

    IEnumerable<string> Leftovers(string folder) =>
        _files.Names(folder).Where(name => name.StartsWith(FileNames.RemovedPrefix, StringComparison.Ordinal)).Select(name => Path.Combine(folder, name));

    SweepOutcome? TakeLeftover(string path, bool dryRun)
    {
        try
        {
            var bytes = _files.Measure(path);
            if (!dryRun) _files.DeleteTree(path);
            return new SweepOutcome(Path.GetFileName(path)[FileNames.RemovedPrefix.Length..], "leftover", bytes, "its removal was cut short");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Something in it is another user's: all the rest goes without it.
        }
    }

    void Remark()
    {
        foreach (var id in home.Ids())
            if (!home.IsActive(id) && home.Run(id).ReadSnapshot().Value is { IsTerminal: false }
                && home.Run(id).IsHeld == Sign.Yes) home.Mark(id);
    }
}
