using Mill.Json;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Store;

/// <summary>A run whose lock we hold: the only way to change one. Everything about it was read again after the lock was got.</summary>
internal sealed class LockedRun : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    static readonly string[] s_written = [FileNames.Events, FileNames.Snapshot, FileNames.Result, FileNames.Cleanup];

    readonly KernelLock _lock;
    readonly IDisposable _keys;
    long _lastSequence;
    bool _snapshotIsBehind;

    LockedRun(RunFolder folder, KernelLock kernelLock, IDisposable keys, RunRecord? known)
    {
        (Folder, _lock, _keys) = (folder, kernelLock, keys);
        foreach (var name in s_written) PutAsideUnless(FileKind.File, folder.Platform.Files, folder[name]);
        PutAsideUnless(FileKind.Folder, folder.Platform.Files, folder[FileNames.Logs]);
        var isFull = EventLog.IsFull(folder.Platform.Files, folder[FileNames.Events]);
        // Of a plan that is gone through, the worker knows all but what others have added.
        if (known is { Spec.Plan: not null } && EventLog.Since(folder.Platform.Files, folder[FileNames.Events], folder.Id, known.Revision) is { } news)
        {
            Record = news.Aggregate(known, (record, one) => Projection.Apply(record, one)!);
            (_lastSequence, _snapshotIsBehind) = (Record.Revision, true);
            return;
        }
        var snapshot = folder.ReadSnapshot();
        if (snapshot.IsNewer) throw folder.Newer();
        var last = EventLog.LastSequence(folder.Platform.Files, folder[FileNames.Events], folder.Id);
        SnapshotIsDamaged = snapshot.IsDamaged;
        if (snapshot.Value is { } sound && last == sound.Revision)
        {
            (Record, _lastSequence, LogIsLost) = (sound, sound.Revision, isFull);
            return;
        }
        _snapshotIsBehind = true;
        var log = folder.ReadEvents();
        (Record, _lastSequence) = (Projection.Of(log.Events, snapshot.Value ?? known) ?? OfResult(folder), log.LastSequence);
        LogIsLost = Record is not null && (isFull || Projection.Of(log.Events) is null);
        if (LogIsLost && log.IsNewer) throw folder.Newer();
    }

    /// <summary>The run's folder.</summary>
    public RunFolder Folder { get; }
    /// <summary>What the run adds up to; null when nothing of it can be understood.</summary>
    public RunRecord? Record { get; private set; }
    /// <summary>Whether the log tells nothing of the run any more, and is told again by the next change.</summary>
    public bool LogIsLost { get; private set; }
    /// <summary>Whether the snapshot on the disk cannot be read.</summary>
    public bool SnapshotIsDamaged { get; private set; }

    /// <summary>Takes the lock, waiting for whoever holds it as long as somebody gets on, and letting nobody in who came later.</summary>
    public static LockedRun Take(RunFolder folder, CancellationToken stop = default)
    {
        var clock = folder.Platform.Clock;
        var (since, seen) = (clock.GetTimestamp(), (long?)null);
        using var line = new LockLine(folder.Platform, folder[FileNames.RunLock]);
        while (true)
        {
            var waited = clock.GetElapsedTime(since);
            if (line.MayTry(waited) && TryTake(folder) is { } taken) return taken;
            // Slow is not stuck: on a busy machine each of many holders may take a second.
            if (folder.Platform.Files.Look(folder[FileNames.Events])?.Size is var size && size != seen) (since, seen) = (clock.GetTimestamp(), size);
            else if (waited > s_patience)
                throw new MillException(MillError.RunBusy, $"Run {folder.Id} is being changed by another process that does not let go; it may be soon. Try: mill get {folder.Id}", folder.Id.Text);
            stop.WaitHandle.WaitOne(line.Pause());
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Takes the lock at once, or says null when somebody holds it. What is known of the run stands in where the
    /// folder tells nothing any more.</summary>
    public static LockedRun? TryTake(RunFolder folder, RunRecord? known = null)
    {
        var keys = folder.Platform.HoldStopKeys();
        KernelLock? taken = null;
        try
        {
            if (!folder.Exists) throw folder.Missing();
            PutAsideUnless(FileKind.File, folder.Platform.Files, folder[FileNames.RunLock]);
            taken = folder.Platform.Locks.TryTake(folder[FileNames.RunLock], create: true);
            if (taken is not null)
            {
                var locked = new LockedRun(folder, taken, keys, known);
                (taken, keys) = (null, null!);
                return locked;
            }
            return null;
        }
        finally
        {
            if (taken is not null) folder.Platform.Locks.Release(taken);
            keys?.Dispose();
        }
    }

    /// <summary>Appends events and renews the snapshot. What a generation's end does not allow is refused, and false.
    /// A log that was lost is told again first.</summary>
    public bool Change(params EventDraft[] drafts) => Change(drafts, withSnapshot: true);

    /// <summary>The same; without a snapshot, the events alone are told, and every reader adds them to the older one.</summary>
    public bool Change(EventDraft[] drafts, bool withSnapshot)
    {
        var events = Place(drafts);
        if (events is null) return false;
        var files = Folder.Platform.Files;
        if (LogIsLost && files.Look(Folder[FileNames.Events]) is not null) files.Replace(Folder[FileNames.Events], Folder[FileNames.Events] + FileNames.DamagedSuffix);
        if (LogIsLost) Steps.Reached("events.put-aside");
        EventLog.Append(files, Folder[FileNames.Events], events);
        Record = events.Aggregate(LogIsLost ? null : Record, Projection.Apply);
        if (LogIsLost) (LogIsLost, _lastSequence) = (false, 0);
        Steps.Reached("events.synced");
        _snapshotIsBehind = true;
        if (withSnapshot) WriteSnapshot();
        return true;
    }

    /// <summary>Ends the generation: result, then terminal event, then snapshot. Nothing when it has ended already.
    /// A full disk gets back what was kept in reserve for this.</summary>
    public bool End(RunResult result, params EventDraft[] spawnEnds)
    {
        try
        {
            return WriteEnd(result, spawnEnds);
        }
        catch (DiskFullException) when (Folder.Platform.Files.Delete(Folder[FileNames.Reserve]))
        {
            if (Record is not { IsTerminal: true }) return WriteEnd(result, spawnEnds);
            WriteSnapshot();
            return true;
        }
    }

    bool WriteEnd(RunResult result, EventDraft[] spawnEnds)
    {
        if (Record is not { IsTerminal: false } record) return false;
        // A resume that was cut after its commit point left the earlier result in the way.
        if (Folder.ReadResult().Value is { } earlier && earlier.Generation < record.Generation) Generations.MoveAside(Folder, earlier.Generation);
        Folder.Json.Write(Folder[FileNames.Result], result, Forms.Of, sync: true);
        Steps.Reached("end.result");
        var ended = Change([.. spawnEnds, EventDraft.Of(Endings.Of(result))]);
        Steps.Reached("end.snapshot");
        return ended && record.Generation == Record.Generation;
    }

    /// <summary>Believes the events rather than the snapshot, whatever that says.</summary>
    public void BelieveEvents()
    {
        if (Projection.Of(Folder.ReadEvents().Events) is not { } told || told.Revision < Record?.Revision) return;
        _snapshotIsBehind |= told.Status != Record?.Status || told.Generation != Record.Generation;
        Record = told;
    }

    /// <summary>Appends the end that the log has lost, though the result or the snapshot has it.</summary>
    public void Restore(RunEnded end)
    {
        var told = Projection.Of(Folder.ReadEvents().Events);
        LogIsLost |= told is null;
        Record = told ?? Record;
        // What is told again ends as the result says, or the next repair finds the two at odds.
        if (LogIsLost) Record = Projection.Ended(Record!, end);
        Change(LogIsLost ? [] : [EventDraft.Of(end)]);
    }

    /// <summary>Writes the log and the snapshot where they are missing, damaged or behind.</summary>
    public bool Mend()
    {
        if (LogIsLost) return Change();
        if (!_snapshotIsBehind || Record is null) return false;
        WriteSnapshot();
        return true;
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        Folder.Platform.Locks.Release(_lock);
        _keys.Dispose();
    }

    static RunRecord? OfResult(RunFolder folder) => folder.ReadResult().Value is { } result ? Endings.RecordOf(result) : null;

    // A pipe, link or folder in a file's place could be neither appended to nor replaced, and nothing could be recorded any more.
    static void PutAsideUnless(FileKind kind, IFiles files, string path)
    {
        if (files.Look(path) is not { } facts || facts.Kind == kind) return;
        var aside = path + FileNames.DamagedSuffix;
        for (var number = 2; files.Look(aside) is not null; number++) aside = $"{path}{FileNames.DamagedSuffix}{number}";
        files.Move(path, aside);
    }

    void WriteSnapshot()
    {
        if (Record is not { } record) return;
        // A damaged one is kept aside before anything takes its place.
        if (SnapshotIsDamaged) Folder.Platform.Files.Replace(Folder[FileNames.Snapshot], Folder[FileNames.Snapshot] + FileNames.DamagedSuffix);
        if (SnapshotIsDamaged) Steps.Reached("snapshot.put-aside");
        SnapshotIsDamaged = false;
        Folder.Json.Write(Folder[FileNames.Snapshot], record, Forms.Of);
        _snapshotIsBehind = false;
    }

    List<RunEvent>? Place(EventDraft[] drafts)
    {
        var (generation, over, now) = (Record?.Generation ?? 1, Record?.IsTerminal ?? false, Folder.Platform.Clock.GetUtcNow());
        var events = LogIsLost ? Retelling.Of(Record!, now) : new List<RunEvent>(drafts.Length);
        var sequence = LogIsLost ? events.Count : Math.Max(Record?.Revision ?? 0, _lastSequence);
        foreach (var draft in drafts)
        {
            if (over && !EventTypes.MayFollowEnd(draft.Type)) return null;
            if (draft.Type == EventTypes.RunResumed) (generation, over) = (generation + 1, false);
            over |= EventTypes.EndOf(draft.Type) is not null;
            events.Add(new RunEvent
            {
                RunId = Folder.Id.Text,
                Generation = generation,
                Sequence = ++sequence,
                Timestamp = now,
                Type = draft.Type,
                Payload = draft.Payload,
                Said = draft.Said,
            });
        }
        return events;
    }
}
