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

    readonly RunFolder _folder;
    readonly int _generation;
    readonly ISupervisor _supervisor;
    readonly Cancel.RunTree _tree;
    readonly StepLog _log;
    readonly FileId _folderId;
    readonly HeartbeatWriter _heart;
    readonly Queue<EventDraft> _untold = [];
    string? _lastTrouble;
    long _nextBeat;
    long _nextLogLook;
    long _nextMemoryLook = long.MaxValue;
    long _lastActivity;
    long? _lastActivityAt;

    /// <summary>Begins: the first heartbeat is written at once.</summary>
    public Duties(RunFolder folder, int generation, ISupervisor supervisor, StepLog log)
    {
        (_folder, _generation, _supervisor, _log) = (folder, generation, supervisor, log);
        _tree = new Cancel.RunTree(folder);
        _folderId = folder.Platform.Files.Look(folder.Path)?.Id ?? throw folder.Missing();
        _heart = new HeartbeatWriter(folder);
        _heart.Write(generation, SpawnId.MainTask, null, []);
        _nextBeat = Now + (long)HeartbeatWriter.Interval.TotalMilliseconds;
    }

    /// <summary>What is supervised; null before the launch.</summary>
    public LaunchedSpawn? Spawn { get; private set; }
    /// <summary>How its process ended.</summary>
    public Happening.Exited? Exit { get; private set; }
    /// <summary>The limit that was met.</summary>
    public (Reason Reason, string Message)? LimitMet { get; private set; }
    /// <summary>Whether the record says that this generation is over.</summary>
    public bool StopSeen { get; set; }
    /// <summary>What was recorded last; told again where the folder has lost all that told it.</summary>
    public RunRecord? Known { get; set; }
    /// <summary>Whether the folder is gone; then nothing is written any more.</summary>
    public bool FolderGone { get; private set; }
    /// <summary>Whoever asked for the stop, and its ancestors: the last to be ended, where they are inside.</summary>
    public IReadOnlyCollection<int> Asker { get; private set; } = [];
    /// <summary>Whether the process is still to be watched.</summary>
    public bool GoesOn => Exit is null && LimitMet is null && !StopSeen;

    /// <summary>Whether more was written than allowed by the time the process had ended by itself.</summary>
    public (Reason Reason, string Message)? OutputOverLimit()
    {
        if (Spawn is not { Limits.Spec.OutputLimitBytes: not null } spawn) return null;
        LookAtLogs(spawn);
        return spawn.Limits.Met(0, 0, waits: true, spawn.Logs.BytesWritten, treeBytes: null);
    }

    /// <summary>Takes a spawn into its care.</summary>
    public void Begin(LaunchedSpawn spawn)
    {
        Spawn = spawn;
        _lastActivity = Now;
        _nextLogLook = Now;
        if (spawn.MemoryIsWatched) _nextMemoryLook = Now;
    }

    /// <summary>Waits for the next thing, at most so long, and does what is due.</summary>
    public void Step(TimeSpan? atMost = null)
    {
        Hear(_supervisor.Wait(Least(atMost)));
        if (Spawn is not null) LookAfter(Spawn);
        if (_untold.Count > 0) Tell();
        if (Now >= _nextBeat) Beat();
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
        }
        return null;
    }

    /// <summary>Lets go of the heartbeat.</summary>
    public void Dispose() => _heart.Dispose();

    long Now => _folder.Platform.BootMs();

    TimeSpan Least(TimeSpan? atMost)
    {
        var next = _nextBeat;
        if (Spawn is not null && Exit is null) next = Math.Min(next, _nextLogLook);
        if (Spawn is { } spawn && GoesOn)
            next = Math.Min(Math.Min(next, _nextMemoryLook), spawn.Limits.NextBootMs(_lastActivity) ?? long.MaxValue);
        if (_untold.Count > 0) next = Math.Min(next, Now + (long)s_lockRetry.TotalMilliseconds);
        var least = TimeSpan.FromMilliseconds(Math.Max(0, next - Now));
        return atMost < least ? atMost.Value : least;
    }

    void Hear(Happening? happening)
    {
        switch (happening)
        {
            case Happening.Exited exited when exited.Pid == Spawn?.Process.Pid && Exit is null:
                Exit = exited;
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

    void LookAfter(LaunchedSpawn spawn)
    {
        if (Exit is not null) return;
        if (Now >= _nextLogLook) LookAtLogs(spawn);
        if (!GoesOn || !LimitIsDue(spawn)) return;
        if (ClockLimitIsDue(spawn)) LookAtLogs(spawn); // An idle limit must not be met by output that nobody has looked at yet.
        var waits = ClockLimitIsDue(spawn) && Listen(spawn);
        long? memory = Now >= _nextMemoryLook ? _tree.Below(_folder.Platform.Processes.Self.Pid).Sum(one => one.AnonymousBytes) : null;
        if (memory is not null) _nextMemoryLook = Now + (long)s_memoryLook.TotalMilliseconds;
        LimitMet = spawn.Limits.Met(Now, _lastActivity, waits, spawn.Logs.BytesWritten, memory);
        if (LimitMet is not { } met) return;
        _log.Say($"{met.Reason}: {met.Message}");
        _untold.Enqueue(EventDraft.Of(new LimitMet(met.Reason, met.Message)));
    }

    bool LimitIsDue(LaunchedSpawn spawn) =>
        Now >= _nextMemoryLook || ClockLimitIsDue(spawn) || spawn.Limits.Spec.OutputLimitBytes is not null;

    bool ClockLimitIsDue(LaunchedSpawn spawn) => Now >= (spawn.Limits.NextBootMs(_lastActivity) ?? long.MaxValue);

    // Notes and questions do not go through the worker: it reads of them where its idle limit would be met. Says whether the run waits for a person.
    bool Listen(LaunchedSpawn spawn)
    {
        if (spawn.Limits.Spec.IdleTimeoutMs is null || _folder.ReadRecord().Value is not { } record || record.Generation != _generation) return false;
        if (CloseDeserted(record)) record = _folder.ReadRecord().Value ?? record;
        var heard = Heard.Of(record, spawn.Id.Task, _folder.Platform.Clock.GetUtcNow());
        _lastActivity = heard.LastActivity(Now, _lastActivity);
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

    void LookAtLogs(LaunchedSpawn spawn)
    {
        if (TryLook(spawn)) (_lastActivity, _lastActivityAt) = (Now, _folder.Platform.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        // A limit on output is a promise; the cap alone can wait for the next idle look.
        var next = spawn.Limits.Spec.OutputLimitBytes is null || spawn.Logs.NextLook < s_outputLook ? spawn.Logs.NextLook : s_outputLook;
        // An idle look rides on the heartbeat, which looks too: one wake-up serves both.
        _nextLogLook = next >= HeartbeatWriter.Interval ? long.MaxValue : Now + (long)next.TotalMilliseconds;
    }

    // A disk that fails to tell or to give back blocks is no fault of the process.
    bool TryLook(LaunchedSpawn spawn)
    {
        try
        {
            return spawn.Logs.Look(_log.Say);
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
            locked.Change([.. _untold]);
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
        if (Spawn is { } spawn && Exit is null) LookAtLogs(spawn);
        LeaveOthersOut();
        try
        {
            _heart.Write(_generation, Spawn?.Id.ToString() ?? SpawnId.MainTask, _lastActivityAt, _tree.Below(_folder.Platform.Processes.Self.Pid));
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

    bool IsRecordLost() => Known is not null
        && (_folder.ReadRecord() is { Value: null, IsNewer: false } || _folder.Platform.Files.Look(_folder[FileNames.Events]) is null);

    void SeeRecord()
    {
        if (_folder.ReadRecord().Value is not { } record) return;
        if (!record.IsTerminal && record.Generation == _generation)
        {
            CloseDeserted(record);
            return;
        }
        if (!StopSeen) _log.Say(record.Generation == _generation ? $"the record says {record.Status.Word()}" : $"generation {record.Generation} has begun");
        StopSeen = true;
    }
}
