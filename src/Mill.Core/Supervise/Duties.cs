using Mill.Json;
using Mill.Liveness;
using Mill.Platform;
using Mill.Questions;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>What a worker does while it waits for anything: it reaps, hears signals, beats, and keeps logs and limits.</summary>
internal sealed class Duties : IDisposable
{
    static readonly TimeSpan s_memoryLook = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_outputLook = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan s_lockRetry = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan s_signal = TimeSpan.FromMilliseconds(500);

    readonly RunFolder _folder;
    readonly int _generation;
    readonly ISupervisor _supervisor;
    readonly Cancel.RunTree _tree;
    readonly StepLog _log;
    readonly FileId _folderId;
    readonly HeartbeatWriter _heart;
    readonly Queue<EventDraft> _untold = [];
    readonly List<LiveSpawn> _spawns = [];
    string? _lastTrouble;
    long _nextBeat;

    /// <summary>Begins: the first heartbeat is written at once.</summary>
    public Duties(RunFolder folder, int generation, ISupervisor supervisor, StepLog log)
    {
        (_folder, _generation, _supervisor, _log) = (folder, generation, supervisor, log);
        _tree = new Cancel.RunTree(folder);
        _folderId = folder.Platform.Files.Look(folder.Path)?.Id ?? throw folder.Missing();
        _heart = new HeartbeatWriter(folder);
        _heart.Write(generation, Progress, null, []);
        _nextBeat = Now + (long)HeartbeatWriter.Interval.TotalMilliseconds;
    }

    /// <summary>The spawns in its care.</summary>
    public IReadOnlyList<LiveSpawn> Spawns => _spawns;
    /// <summary>How far the run is.</summary>
    public Progress Progress { get; set; } = new(0, 1, SpawnId.MainTask);
    /// <summary>When the run itself needs something done, on the boot clock.</summary>
    public long WakeAt { get; set; } = long.MaxValue;
    /// <summary>Whether the record says that this generation is over.</summary>
    public bool StopSeen { get; set; }
    /// <summary>What was recorded last; told again where the folder has lost all that told it.</summary>
    public RunRecord? Known { get; set; }
    /// <summary>Whether the folder is gone; then nothing is written any more.</summary>
    public bool FolderGone { get; private set; }
    /// <summary>Whoever asked for the stop, and its ancestors: the last to be ended, where they are inside.</summary>
    public IReadOnlyCollection<int> Asker { get; private set; } = [];

    /// <summary>Told of everything that happens.</summary>
    public Action<Happening>? Listener { get; set; }

    /// <summary>The milliseconds since the machine's start.</summary>
    public long Now => _folder.Platform.BootMs();

    /// <summary>The limit on output, where a spawn has met it by the time its process had ended by itself.</summary>
    public (Reason Reason, string Message)? OutputOverLimit(LiveSpawn spawn)
    {
        if (spawn.Launched.Limits.OutputBytes is null) return null;
        LookAtLogs(spawn);
        return spawn.Launched.Limits.Met(0, 0, waits: true, spawn.Launched.Logs.BytesWritten, treeBytes: null);
    }

    /// <summary>Notes that a spawn has met a limit; the event that tells it.</summary>
    public EventDraft Note(LiveSpawn spawn, Reason limit, string? message)
    {
        _log.Say($"{Whose(spawn)}{limit}: {message}");
        return EventDraft.Of(new LimitMet(limit, Whose(spawn) + message));
    }

    /// <summary>Takes a spawn into its care.</summary>
    public void Begin(LiveSpawn spawn)
    {
        spawn.LastActivity = spawn.NextLogLook = Now;
        if (spawn.Launched.MemoryIsWatched) spawn.NextMemoryLook = Now;
        _spawns.Add(spawn);
    }

    /// <summary>Lets go of a spawn of which nobody is left.</summary>
    public void Release(LiveSpawn spawn)
    {
        _spawns.Remove(spawn);
        spawn.Launched.Logs.Dispose();
        _supervisor.Forget(spawn.Launched.Process);
    }

    /// <summary>The processes of a spawn; where they are all the run's, each is told of the moment it is seen.</summary>
    public IReadOnlyList<ProcessFacts> ProcessesOf(LiveSpawn spawn, Action<ProcessFacts>? onSight = null) => IsAlone
        ? _tree.Below(_folder.Platform.Processes.Self.Pid, onSight)
        : _tree.OfSpawn(_folder.Platform.Processes.Self.Pid, spawn.Launched.Process, spawn.Id);

    /// <summary>Waits for the next thing, at most so long, and does what is due.</summary>
    public void Step(TimeSpan? atMost = null)
    {
        Hear(_supervisor.Wait(Least(atMost)));
        // Of many that end at once, all are heard before anything is written.
        while (_spawns.Count > 1 && _supervisor.Wait(TimeSpan.Zero) is { } more) Hear(more);
        foreach (var spawn in _spawns) LookAfter(spawn);
        if (_untold.Count > 0) Tell();
        if (Now >= _nextBeat) Beat();
    }

    /// <summary>Waits that long, whatever happens meanwhile: a write beyond a limit on files is a signal to itself.</summary>
    public void Rest(TimeSpan time)
    {
        for (var until = Now + (long)time.TotalMilliseconds; Now < until && !FolderGone;) Step(TimeSpan.FromMilliseconds(until - Now));
    }

    /// <summary>Waits a moment for the signal of a stop, which tells who asked for it: the record may have told of it before.</summary>
    public void HearAsker()
    {
        for (var until = Now + (long)s_signal.TotalMilliseconds; Now < until && Asker.Count == 0 && !FolderGone;) Step(TimeSpan.FromMilliseconds(until - Now));
    }

    /// <summary>Waits for the run's lock without neglecting anything else; null when the folder is gone.</summary>
    public LockedRun? TakeLock()
    {
        while (!FolderGone)
        {
            try
            {
                if (LockedRun.TryTake(_folder, Known) is { } locked) return locked;
                Step(s_lockRetry);
            }
            catch (MillException e) when (e.Code == MillError.RunNotFound)
            {
                SeeFolder();
            }
            catch (MillException e) when (e.Code == MillError.HomeHasNoLocks)
            {
                _log.Say($"the lock cannot be taken yet: {e.Message}");
                Step(HeartbeatWriter.Interval);
            }
        }
        return null;
    }

    /// <summary>Lets go of the heartbeat, and of logs.</summary>
    public void Dispose()
    {
        foreach (var spawn in _spawns) spawn.Launched.Logs.Dispose();
        _heart.Dispose();
    }

    // A run of one command has no other processes than that one's.
    bool IsAlone => Known is not { Tasks.Count: > 1 };

    TimeSpan Least(TimeSpan? atMost)
    {
        var next = Math.Min(_nextBeat, WakeAt);
        foreach (var spawn in _spawns) next = Math.Min(next, spawn.Due);
        if (_untold.Count > 0) next = Math.Min(next, Now + (long)s_lockRetry.TotalMilliseconds);
        var least = TimeSpan.FromMilliseconds(Math.Max(0, next - Now));
        return atMost < least ? atMost.Value : least;
    }

    void Hear(Happening? happening)
    {
        if (happening is not null) Listener?.Invoke(happening);
        switch (happening)
        {
            case Happening.Exited exited when _spawns.Find(one => one.Launched.Process.Pid == exited.Pid && one.Exit is null) is { } spawn:
                spawn.Exit = exited;
                _log.Say($"process {exited.Pid} ended: {exited.Signal ?? $"exit code {exited.ExitCode}"}");
                break;
            case Happening.Signalled signal:
                HearSignal(signal);
                break;
            default:
                break;
        }
    }

    void HearSignal(Happening.Signalled signal)
    {
        SeeRecord();
        if (StopSeen)
        {
            Asker = signal.FromPid is { } pid ? WithAncestors(pid) : Asker;
            return;
        }
        _log.Say($"{signal.Name}{(signal.FromPid is { } sender ? $" from process {sender}" : "")} is ignored: no stop is recorded");
        if (signal.AsksToEnd)
            _untold.Enqueue(EventDraft.Of(new SignalIgnored(signal.Name, signal.FromPid, signal.FromUser)));
    }

    HashSet<int> WithAncestors(int pid)
    {
        var line = new HashSet<int>();
        for (var one = pid; one > 1 && line.Add(one) && _folder.Platform.Processes.Look(one) is { } facts;) one = facts.ParentPid;
        return line;
    }

    void LookAfter(LiveSpawn spawn)
    {
        if (spawn.Exit is not null) return;
        if (Now >= spawn.NextLogLook) LookAtLogs(spawn);
        if (!spawn.GoesOn || StopSeen || !LimitIsDue(spawn)) return;
        if (ClockLimitIsDue(spawn)) LookAtLogs(spawn); // An idle limit must not be met by output that nobody has looked at yet.
        var waits = ClockLimitIsDue(spawn) && Listen(spawn);
        long? memory = Now >= spawn.NextMemoryLook ? ProcessesOf(spawn).Sum(one => one.AnonymousBytes) : null;
        if (memory is not null) spawn.NextMemoryLook = Now + (long)s_memoryLook.TotalMilliseconds;
        spawn.Met = spawn.Launched.Limits.Met(Now, spawn.LastActivity, waits, spawn.Launched.Logs.BytesWritten, memory);
        if (spawn.Met is { } met) _untold.Enqueue(Note(spawn, met.Reason, met.Message));
    }

    string Whose(LiveSpawn spawn) => IsAlone ? "" : $"{spawn.Id}: ";

    bool LimitIsDue(LiveSpawn spawn) =>
        Now >= spawn.NextMemoryLook || ClockLimitIsDue(spawn) || spawn.Launched.Limits.OutputBytes is not null;

    bool ClockLimitIsDue(LiveSpawn spawn) => Now >= (spawn.Launched.Limits.NextBootMs(spawn.LastActivity) ?? long.MaxValue);

    // Notes and questions do not go through the worker: it reads of them where an idle limit would be met. Says whether the run waits for a person.
    bool Listen(LiveSpawn spawn)
    {
        if (spawn.Launched.Limits.Task.IdleTimeoutMs is null || _folder.ReadRecord().Value is not { } record || record.Generation != _generation) return false;
        if (CloseDeserted(record)) record = _folder.ReadRecord().Value ?? record;
        var heard = Heard.Of(record, spawn.Id.Task, _folder.Platform.Clock.GetUtcNow());
        spawn.LastActivity = heard.LastActivity(Now, spawn.LastActivity);
        return heard.Waits;
    }

    bool CloseDeserted(RunRecord record)
    {
        if (Deserted.Of(record, _folder.Platform.Processes).Length == 0) return false;
        try
        {
            using var locked = LockedRun.TryTake(_folder, Known);
            if (locked is not null) Deserted.Close(locked);
            return locked is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MillException)
        {
            _log.Say($"a question that nobody waits for stays open: {e.Message}");
            return false;
        }
    }

    void LookAtLogs(LiveSpawn spawn)
    {
        if (TryLook(spawn)) (spawn.LastActivity, spawn.LastActivityAt) = (Now, _folder.Platform.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        var logs = spawn.Launched.Logs;
        // A limit on output is a promise; the cap alone can wait for the next idle look.
        var next = spawn.Launched.Limits.OutputBytes is null || logs.NextLook < s_outputLook ? logs.NextLook : s_outputLook;
        // An idle look rides on the heartbeat, which looks too: one wake-up serves both.
        spawn.NextLogLook = next >= HeartbeatWriter.Interval ? long.MaxValue : Now + (long)next.TotalMilliseconds;
    }

    // A disk that fails to tell or to give back blocks is no fault of the process.
    bool TryLook(LiveSpawn spawn)
    {
        try
        {
            return spawn.Launched.Logs.Look(_log.Say);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_lastTrouble != e.Message) _log.Say($"the logs cannot be looked at: {e.Message}");
            _lastTrouble = e.Message;
            return false;
        }
    }

    void Tell()
    {
        if (FolderGone || StopSeen)
        {
            _untold.Clear();
            return;
        }
        try
        {
            using var locked = LockedRun.TryTake(_folder, Known);
            if (locked is null) return;
            if (locked.Record is { } now && now.Generation != _generation) Yield(now);
            else locked.Change([.. _untold]);
            _untold.Clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MillException)
        {
            _log.Say($"events could not be written: {e.Message}");
            _untold.Clear();
        }
    }

    void Beat()
    {
        _nextBeat = Now + (long)HeartbeatWriter.Interval.TotalMilliseconds;
        SeeFolder();
        if (FolderGone) return;
        SeeRecord();
        if (IsRecordLost()) Tell();
        foreach (var spawn in _spawns.Where(one => one.Exit is null)) LookAtLogs(spawn);
        LeaveOthersOut();
        try
        {
            _heart.Write(_generation, Progress, _spawns.Max(one => one.LastActivityAt), _tree.Below(_folder.Platform.Processes.Self.Pid));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.Say($"no heartbeat: {e.Message}");
        }
    }

    // Workers of runs inside this one come to us as orphans; what they use is counted in their own runs.
    void LeaveOthersOut() => _folder.Platform.Processes.Descendants(_folder.Platform.Processes.Self.Pid, process =>
    {
        var another = _tree.IsOfAnotherRun(process);
        if (another) _supervisor.LeaveOutOfUsage(process.Identity.Pid);
        return another;
    });

    void SeeFolder()
    {
        try
        {
            if (_folder.Platform.Files.Look(_folder.Path)?.Id == _folderId) return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.Say($"whether the folder is there cannot be told: {e.Message}");
            return; // Unknown is no reason to end anything.
        }
        FolderGone = StopSeen = true;
    }

    /// <summary>Gives way to an end that somebody else has recorded, or to a later generation: nothing more is recorded of this one's own.</summary>
    public void Yield(RunRecord? record)
    {
        if (!StopSeen && record is not null) _log.Say(record.Generation == _generation ? $"the record says {record.Status.Word()}" : $"generation {record.Generation} has begun");
        StopSeen = true;
    }

    bool IsRecordLost()
    {
        try
        {
            return Known is not null
                && (_folder.ReadRecord() is { Value: null, IsNewer: false } || _folder.Platform.Files.Look(_folder[FileNames.Events]) is null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // It cannot be told, nor anything written.
        }
    }

    void SeeRecord()
    {
        if (_folder.ReadRecord().Value is not { } record) return;
        if (!record.IsTerminal && record.Generation == _generation)
        {
            CloseDeserted(record);
            return;
        }
        Yield(record);
    }
}
