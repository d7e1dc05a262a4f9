using Mill.Cancel;
using Mill.Json;
using Mill.Launch;
using Mill.Logs;
using Mill.Platform;
using Mill.Questions;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>The end of a worker's run: the record first, in one piece, then everything that is left over.</summary>
internal sealed class Ending(RunFolder folder, WorkerOrders orders, ISupervisor supervisor, Duties duties, StepLog log)
{
    const int ShortText = 2_000;
    static readonly TimeSpan s_leftoverGrace = TimeSpan.FromSeconds(2);

    readonly IPlatform _platform = folder.Platform;
    readonly TreeEnder _ender = new(
        folder.Platform, () => new RunTree(folder).Below(folder.Platform.Processes.Self.Pid), time => duties.Step(time),
        () => supervisor.ContainsAll && supervisor.KillContained(new RunTree(folder).IsOfAnotherRun));
    IReadOnlyList<Survivor> _survivors = [];

    TimeSpan Grace => TimeSpan.FromMilliseconds(
        duties.StopSeen && folder.ReadStop().Value is { } stop && stop.Generation == orders.Generation ? stop.GraceMs : orders.Spec.GraceMs);

    /// <summary>Records how it ended and leaves the place in order.</summary>
    public void Record()
    {
        if (duties.Spawn is null && !duties.StopSeen) return; // It could not be launched, and that is recorded.
        if (duties.LimitMet is not null || duties.StopSeen) EndTree(() => Grace);
        Steps.Reached("worker.ending");
        if (!duties.FolderGone) Write(Outcome());
        if (orders.Spec.AllowBackground && !duties.StopSeen && duties.LimitMet is null) NameLeftovers();
        else EndTree(() => Grace < s_leftoverGrace ? Grace : s_leftoverGrace);
        Steps.Reached("worker.leftovers-ended");
        Leave();
    }

    /// <summary>Records that nothing could be launched.</summary>
    public void RecordUnlaunched(SpawnId id, string message)
    {
        var now = _platform.Clock.GetUtcNow();
        var spawn = new SpawnResult { SpawnId = id.ToString(), Task = id.Task, Status = RunStatus.Failed, Reason = Reason.SpawnFailed, Message = message, EndedAt = now };
        WriteEnd(new RunEnded(RunStatus.Failed, Reason.SpawnFailed, message, null, null, now), spawn, message);
        Leave();
    }

    /// <summary>Records that the worker itself failed.</summary>
    public void RecordFault(Exception fault)
    {
        EndTree(() => Grace);
        Write(new SpawnOutcome(RunStatus.Failed, Reason.WorkerFault, $"the worker failed: {fault.Message}", null, null), fault.ToString());
        Leave();
    }

    SpawnOutcome Outcome() => SpawnOutcome.Of(duties.Exit, duties.LimitMet ?? duties.OutputOverLimit(), supervisor.WasOutOfMemory());

    void EndTree(Func<TimeSpan> grace)
    {
        _survivors = _ender.End(grace, duties.StopSeen ? duties.Asker : null);
        if (_survivors.Count > 0 && supervisor.KillContained(new RunTree(folder).IsOfAnotherRun)) _survivors = _ender.End(TimeSpan.Zero);
        if (_ender.TermSent + _ender.KillSent > 0) log.Say($"tree ended: TERM {_ender.TermSent}, KILL {_ender.KillSent}, survivors={_survivors.Count}{Unasked}");
    }

    string Unasked => _ender.CouldNotBeAsked > 0 ? $", could not be asked to end: {_ender.CouldNotBeAsked}" : "";

    void NameLeftovers()
    {
        supervisor.LetGo();
        _survivors =
        [
            .. new RunTree(folder).Below(_platform.Processes.Self.Pid).Where(one => !one.IsDead)
                .Select(one => new Survivor(one.Identity.Pid, one.Identity.StartTime, one.Name, "allowed-background")),
        ];
    }

    void Write(SpawnOutcome outcome, string? error = null)
    {
        var now = _platform.Clock.GetUtcNow();
        var spawn = duties.Spawn is { } launched ? SpawnResultOf(launched, outcome, now) : null;
        WriteEnd(new RunEnded(outcome.Status, outcome.Reason, outcome.Message, outcome.ExitCode, outcome.Signal, now), spawn, error);
    }

    SpawnResult SpawnResultOf(LaunchedSpawn launched, SpawnOutcome outcome, DateTimeOffset now)
    {
        var (standardOut, standardErr) = launched.Logs.Result();
        var session = folder[$"{FileNames.Sessions}/{launched.Id}.jsonl"];
        return new SpawnResult
        {
            SpawnId = launched.Id.ToString(),
            Task = launched.Id.Task,
            Status = outcome.Status,
            Reason = outcome.Reason,
            Message = outcome.Message,
            ExitCode = outcome.ExitCode,
            Signal = outcome.Signal,
            StartedAt = launched.StartedAt,
            EndedAt = now,
            Usage = supervisor.UsageSoFar(),
            Out = standardOut,
            Err = standardErr,
            SessionRef = _platform.Files.Look(session) is { Kind: FileKind.File } ? session : null,
        };
    }

    void WriteEnd(RunEnded end, SpawnResult? spawn, string? error)
    {
        var isShort = false;
        while (!duties.FolderGone)
        {
            try
            {
                using var locked = duties.TakeLock();
                if (locked is not null) WriteEnd(locked, end, spawn, error);
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.Say($"the end could not be written yet: {e.Message}");
                if (e is DiskFullException && !isShort) (spawn, isShort) = (Shortened(spawn), true);
                else if (!_platform.Files.Delete(folder[FileNames.Reserve])) duties.Step(HeartbeatWriter.Interval);
            }
        }
    }

    // What filled the disk may be what the process wrote: its last lines must not be what finds no room.
    static SpawnResult? Shortened(SpawnResult? spawn) =>
        spawn is null ? null : spawn with { Out = Shortened(spawn.Out), Err = Shortened(spawn.Err) };

    static StreamResult? Shortened(StreamResult? stream) => stream is { Last: { } last }
        ? stream with { Last = last with { Text = StoredTexts.Cut(last.Text, ShortText).Text, Truncated = true } }
        : stream;

    void WriteEnd(LockedRun locked, RunEnded end, SpawnResult? spawn, string? error)
    {
        if (locked.Record is not { } record || record.Generation != orders.Generation) return;
        var result = Endings.Of(record, end) with { ErrorMessage = error is null ? null : StoredTexts.Cut(error).Text, Spawns = spawn is null ? [] : [spawn] };
        EventDraft[] spawnEnd = spawn is null || duties.Spawn is null ? [] : [.. QuestionRules.GoneWith(record, spawn.SpawnId), EventDraft.Of(EndOf(spawn, record))];
        Steps.Reached("worker.locked-to-end");
        if (locked.End(result, spawnEnd)) log.Say($"ended: {end.Status.Word()} ({end.Reason})");
        else if (spawnEnd.Length > 0 && record.Tasks[0].Status == TaskState.Running) locked.Change(spawnEnd);
    }

    static SpawnEnded EndOf(SpawnResult spawn, RunRecord record) => record.Status == RunStatus.Cancelled
        ? new(spawn.SpawnId, spawn.Task, RunStatus.Cancelled, Reason.Cancelled, null, spawn.ExitCode, spawn.Signal, spawn.EndedAt!.Value)
        : new(spawn.SpawnId, spawn.Task, spawn.Status, spawn.Reason, spawn.Message, spawn.ExitCode, spawn.Signal, spawn.EndedAt!.Value);

    void MakePlain()
    {
        if (_survivors.Count > 0) return; // Who is left may still write.
        try
        {
            duties.Spawn?.Logs.MakePlain();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Say($"a log that was cut stays as it is: {e.Message}"); // Readers skip the hole all the same.
        }
    }

    void Leave()
    {
        if (duties.FolderGone)
        {
            folder.Home.Unmark(folder.Id);
            return;
        }
        MakePlain();
        var cleanup = _ender.Record(orders.RunId, orders.Generation, _survivors, supervisor.Mechanism,
            duties.StopSeen || _ender.TermSent > 0 ? LogHolders.Of(folder) : []);
        if (duties.StopSeen) new StepLog(_platform, folder[FileNames.CancelLog]).Say(
            $"worker: TERM {cleanup.TermSent}, KILL {cleanup.KillSent}, survivors={_survivors.Count}{Unasked}");
        Steps.Reached("worker.leaving");
        using var locked = duties.TakeLock();
        if (locked is null || locked.Record?.Generation != orders.Generation) return;
        locked.Change(EventDraft.Of(new WorkerEnded(_survivors.Count, null)));
        Tidy.Up(locked, cleanup);
    }
}
