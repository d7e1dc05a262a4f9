using Mill.Cancel;
using Mill.Json;
using Mill.Logs;
using Mill.Platform;
using Mill.Questions;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>The end of a worker's run: the record first, in one piece, then everything that is left over.</summary>
internal sealed class Ending(RunFolder folder, WorkerOrders orders, ISupervisor supervisor, Duties duties, Conductor conductor, StepLog log)
{
    readonly IPlatform _platform = folder.Platform;
    readonly TreeEnder _ender = new(
        folder.Platform, onSight => new RunTree(folder).Below(folder.Platform.Processes.Self.Pid, onSight), time => duties.Step(time),
        supervisor.ContainsAll ? () => supervisor.KillContained(new RunTree(folder).IsOfAnotherRun) : null,
        new RunTree(folder).TryEndGroup);
    IReadOnlyList<Survivor> _survivors = [];
    bool _isTold;

    TimeSpan Grace => TimeSpan.FromMilliseconds(
        duties.StopSeen && folder.ReadStop().Value is { } stop && stop.Generation == orders.Generation ? stop.GraceMs : orders.Spec.GraceMs);

    /// <summary>Records how it ended and leaves the place in order.</summary>
    public void Record()
    {
        duties.WakeAt = long.MaxValue; // Nothing begins any more.
        var wasStopped = duties.StopSeen;
        if (wasStopped) EndStopped();
        Steps.Reached("worker.ending");
        if (!duties.FolderGone) Write(conductor.End(_platform.Clock.GetUtcNow()));
        if (orders.Spec.AllowBackground && !duties.StopSeen && !duties.Spawns.Any(spawn => spawn.Met is not null)) NameLeftovers();
        // A stop that came before the end is one like any other: nobody who is left was asked yet.
        else if (!wasStopped && duties.StopSeen && !_isTold) EndStopped();
        else EndTree(() => Conductor.ForLeftovers(Grace));
        Steps.Reached("worker.leftovers-ended");
        Leave();
    }

    /// <summary>Records that nothing could be launched.</summary>
    public void RecordUnlaunched(SpawnId id, string message)
    {
        conductor.Results.Add(conductor.Results.Unlaunched(id, message));
        WriteEnd(new RunEnded(RunStatus.Failed, Reason.SpawnFailed, message, null, null, _platform.Clock.GetUtcNow()), message);
        Leave(runsHooks: false); // Whoever started it is told at once.
    }

    /// <summary>Records that the worker itself failed.</summary>
    public void RecordFault(Exception fault)
    {
        duties.WakeAt = long.MaxValue;
        EndTree(() => Grace);
        var message = StoredTexts.Message($"the worker failed: {fault.Message}");
        foreach (var spawn in duties.Spawns) spawn.Met ??= (Reason.WorkerFault, message);
        CutSpawns();
        WriteEnd(new RunEnded(RunStatus.Failed, Reason.WorkerFault, message, null, null, _platform.Clock.GetUtcNow()), fault.ToString());
        Leave();
    }

    void EndStopped()
    {
        duties.HearAsker();
        EndTree(() => Grace);
    }

    void EndTree(Func<TimeSpan> grace)
    {
        _survivors = _ender.End(grace, duties.StopSeen ? duties.Asker : null);
        if (_survivors.Count > 0 && supervisor.KillContained(new RunTree(folder).IsOfAnotherRun)) _survivors = _ender.End(TimeSpan.Zero);
        if (_ender.TermSent + _ender.KillSent > 0) log.Say($"tree ended: TERM {_ender.TermSent}, KILL {_ender.KillSent}, survivors={_survivors.Count}{Unasked}");
    }

    string Unasked => _ender.CouldNotBeAsked + conductor.CouldNotBeAsked is > 0 and var some ? $", could not be asked to end: {some}" : "";

    void NameLeftovers()
    {
        supervisor.LetGo();
        _survivors =
        [
            .. new RunTree(folder).Below(_platform.Processes.Self.Pid).Where(one => !one.IsDead)
                .Select(one => new Survivor(one.Identity.Pid, one.Identity.StartTime, one.Name, Survivor.Allowed)),
        ];
    }

    // Of a stopped run, whatever its tasks were at is cut off there.
    void Write(RunEnded? end)
    {
        if (end is null) CutSpawns();
        WriteEnd(end ?? new RunEnded(RunStatus.Failed, Reason.WorkerFault, "how it ended was not seen", null, null, _platform.Clock.GetUtcNow()), null);
    }

    void CutSpawns()
    {
        foreach (var spawn in duties.Spawns.ToArray()) conductor.Cut(spawn);
    }

    void WriteEnd(RunEnded end, string? error)
    {
        var isShort = false;
        while (!duties.FolderGone)
        {
            try
            {
                using var locked = duties.TakeLock();
                if (locked is null) break;
                WriteEnd(locked, end, error, isShort);
                if (_isTold) TellExitCode(locked);
                break;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.Say($"the end could not be written yet: {e.Message}");
                // What filled the disk may be what the process wrote: its last lines must not be what finds no room.
                if (e is DiskFullException && !isShort) isShort = true;
                else if (!folder.GiveReserveUp()) duties.Rest(HeartbeatWriter.Interval);
            }
        }
        if (_isTold) conductor.Deliver();
    }

    void WriteEnd(LockedRun locked, RunEnded end, string? error, bool isShort)
    {
        if (locked.Record is not { } record) return;
        if (record.Generation != orders.Generation)
        {
            duties.Yield(record);
            return;
        }
        var spawns = conductor.Results.All;
        var result = Endings.Of(record, end) with
        {
            ErrorMessage = error is null ? null : StoredTexts.Cut(error).Text,
            Value = conductor.Results.Value,
            Spawns = isShort ? [.. spawns.Select(SpawnResults.Shortened)] : [.. spawns],
        };
        Steps.Reached("worker.locked-to-end");
        try
        {
            if (locked.End(result, [.. QuestionRules.GoneWith(record, conductor.Untold), .. conductor.Untold])) log.Say($"ended: {end.Status.Word()} ({end.Reason})");
            else if (!_isTold) TellSpawns(locked);
        }
        finally
        {
            _isTold |= !record.IsTerminal && locked.Record is { IsTerminal: true }; // Also where the snapshot then finds no room.
        }
    }

    // At once, not when what is left over has ended.
    void TellExitCode(LockedRun locked)
    {
        try
        {
            Tidy.TellExitCode(locked);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Say($"the exit code is told later: {e.Message}");
        }
    }

    // The run was ended by somebody else's word; what is still to be told are the ends of its spawns.
    void TellSpawns(LockedRun locked)
    {
        duties.Yield(locked.Record); // The signal of a stop may still be on the way, and what might have stayed in the background is to end.
        var ends = conductor.Untold.Where(one => EventTypes.EndsSpawn(one.Type)).Select(one => one.Said).OfType<SpawnEnded>();
        var open = locked.Record!.Tasks.Where(task => task.Status == TaskState.Running).Select(task => task.Name).ToHashSet(StringComparer.Ordinal);
        var told = ends.Where(one => open.Contains(one.Task)).Select(one => EventDraft.Of(Told(one, locked.Record))).ToArray();
        if (told.Length > 0) locked.Change(told);
    }

    static SpawnEnded Told(SpawnEnded spawn, RunRecord record) => record.Status == RunStatus.Cancelled
        ? spawn with { Status = RunStatus.Cancelled, Reason = Reason.Cancelled, Message = null }
        : spawn;

    void MakePlain()
    {
        if (_survivors.Count > 0) return; // Who is left may still write.
        foreach (var spawn in duties.Spawns) conductor.MakePlain(spawn);
    }

    // What became of the processes is told before: a stop waits for that, and for no hook.
    void Follow(Cleanup cleanup)
    {
        var ended = folder.ReadRecord().Value;
        var last = SpawnId.TryParse(conductor.Results.All.LastOrDefault()?.SpawnId ?? "", out var id) ? id : new SpawnId(SpawnId.MainTask, 1);
        var hooks = new Hooks(folder, orders, supervisor, duties, last, log);
        if (!hooks.Follow(ended)) return;
        UnderLock(locked => Tidy.Tell(locked, cleanup), "what became of the processes is told after the hooks");
        hooks.Run(ended);
    }

    void Leave(bool runsHooks = true)
    {
        if (duties.FolderGone)
        {
            folder.Home.Unmark(folder.Id);
            return;
        }
        MakePlain();
        var rest = _ender.Record(orders.RunId, orders.Generation, _survivors, supervisor.Mechanism,
            duties.StopSeen || _ender.TermSent + conductor.TermSent > 0 ? LogHolders.Of(folder) : []);
        var cleanup = conductor.TermSent + conductor.KillSent == 0 ? rest
            : rest with { TermSent = rest.TermSent + conductor.TermSent, KillSent = rest.KillSent + conductor.KillSent, Mechanism = supervisor.Mechanism };
        if (duties.StopSeen) new StepLog(_platform, folder[FileNames.CancelLog]).Say(
            $"worker: TERM {cleanup.TermSent}, KILL {cleanup.KillSent}, survivors={_survivors.Count}{Unasked}");
        if (runsHooks) Follow(cleanup);
        Steps.Reached("worker.leaving");
        // If it cannot be done, the end is recorded all the same, and the run stays on the to-do list.
        UnderLock(locked =>
        {
            locked.Change(EventDraft.Of(new WorkerEnded(_survivors.Count, null)));
            Tidy.Up(locked, cleanup);
        }, "what is left is for a repair");
    }

    // Once the next generation has begun, what is there is its own.
    void UnderLock(Action<LockedRun> act, string elseSay)
    {
        try
        {
            using var locked = duties.TakeLock();
            if (locked?.Record?.Generation == orders.Generation) act(locked);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Say($"{elseSay}: {e.Message}");
        }
    }
}
