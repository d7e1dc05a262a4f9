using Mill.Cancel;
using Mill.Liveness;
using Mill.Repair;
using Mill.Runs;
using Mill.Store;

namespace Mill.Retention;

/// <summary>Removes whole runs: renamed aside under the lock, then deleted.</summary>
internal sealed class Remover(HomeFolder home, Repairer repairer)
{
    /// <summary>Removes a run that is over; a live one only by force, which stops it first.</summary>
    public void Remove(RunId id, bool force)
    {
        var folder = home.Run(id);
        if (!folder.Exists) throw folder.Missing();
        if (IsSomethingElse(folder)) throw new MillException(MillError.RunDamaged,
            $"{folder.Path} has something in it, and nothing of a run; it is left alone. If nobody needs it, remove it by hand.", id.Text);
        var verdict = VerdictTable.Decide(new EvidenceCollector(folder).Collect(), RepairLimits.Usual);
        if (verdict.Name is not ("ended" or "damaged"))
        {
            if (verdict.IsLost && verdict.Name == "lost" || verdict.Action is RepairAction.Finish or RepairAction.EndOrphans) repairer.Repair(id, new RepairRequest());
            else if (force) new Canceller(home).Stop(id, new StopRequest { Reason = "it is removed", Force = true });
            else if (verdict.Name != "ending") throw new MillException(MillError.RunIsLive,
                $"Run {id} is not over ({verdict.Why}); stop it first: mill stop {id}, or use --force.", id.Text);
        }
        WaitForWorker(folder); // A run that is off the to-do list may have a worker yet, which is about to let go of the life lock.
        PutAside(folder, locked => locked.Record is null or { IsTerminal: true });
    }

    // A folder may just be called like a run. Locks are made by whoever looks, and tell nothing.
    static bool IsSomethingElse(RunFolder folder) =>
        folder.Platform.Files.Names(folder.Path).Where(name => name is not (FileNames.RunLock or FileNames.WorkerLock)).ToArray() is [_, ..] names
        && !names.Any(FileNames.IsMills);

    /// <summary>Removes a run that is still over and on no to-do list, and that nobody waits for.</summary>
    public void Sweep(RunId id, EndedRuns ended) => PutAside(home.Run(id), locked => locked.Record is { IsTerminal: true } && !home.IsActive(id)
        && !ended.IsAwaited(id)); // Many may have been measured and removed since all were looked at.

    void PutAside(RunFolder folder, Func<LockedRun, bool> isOver)
    {
        var (files, aside) = (folder.Platform.Files, Path.Combine(home.Runs, FileNames.RemovedPrefix + folder.Id.Text));
        using (var locked = LockedRun.Take(folder))
        {
            if (!isOver(locked)) throw new MillException(MillError.RunIsLive, $"Run {folder.Id} is not over any more; stop it first: mill stop {folder.Id}", folder.Id.Text);
            if (folder.IsHeld == Sign.Yes)
                throw new MillException(MillError.RunIsLive, $"Run {folder.Id} has a worker that lives; stop it first: mill stop {folder.Id}", folder.Id.Text);
            if (files.MovesFoldersInUse) Move(folder, aside);
        }
        // Elsewhere the lock's own file is in the way; so is that of whoever begins to change the run after it was given back.
        if (!files.MovesFoldersInUse) Move(folder, aside);
        files.DeleteTree(aside);
    }

    void Move(RunFolder folder, string aside)
    {
        folder.Platform.Files.Move(folder.Path, aside);
        Steps.Reached("remove.renamed");
        home.Unmark(folder.Id);
        Steps.Reached("remove.unmarked");
    }

    // Whoever does not hold the life lock is no worker of this run, whatever a copied or damaged folder says.
    static void WaitForWorker(RunFolder folder)
    {
        if (folder.IsHeld != Sign.Yes) return;
        using var worker = new Watch.WorkerHandle(folder);
        worker.Open()?.WaitForExit(TimeSpan.FromSeconds(10));
    }
}
