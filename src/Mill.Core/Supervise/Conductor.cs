using Mill.Cancel;
using Mill.Json;
using Mill.Plans;
using Mill.Platform;
using Mill.Questions;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>Goes through the tasks of a run: launches who may begin, takes in their ends, tries again, and records each step.</summary>
internal sealed class Conductor
{
    static readonly TimeSpan s_leftoverGrace = TimeSpan.FromSeconds(2), s_troublePause = TimeSpan.FromSeconds(1);

    const int FewTasks = 20, TasksAMillisecond = 2;
    const long SnapshotPauseMs = 200;

    readonly RunFolder _folder;
    readonly IPlatform _platform;
    readonly ISupervisor _supervisor;
    readonly Duties _duties;
    readonly StepLog _log;
    readonly RunRecord _record;
    readonly IReadOnlyList<TaskSpec> _tasks;
    readonly Course _course;
    readonly SpawnLauncher _launcher;
    readonly SpawnResults _results;
    readonly int[] _attempts, _tries;
    readonly long[] _due;
    readonly TaskEnd?[] _ends;
    readonly SortedSet<(long At, int Task)> _pauses = [];
    readonly List<EventDraft> _untold = [];
    readonly DeadLetters _deadLetters;
    readonly Deadline? _deadline;
    long _nextSnapshot;
    bool _hasBegun, _isCut;
    (Reason Reason, int? Because)? _noMore;

    /// <summary>Begins where the record is.</summary>
    public Conductor(RunFolder folder, WorkerOrders orders, ISupervisor supervisor, Duties duties, StepLog log, RunRecord record)
    {
        (_folder, _platform, _supervisor, _duties, _log, _record) = (folder, folder.Platform, supervisor, duties, log, record);
        var plan = record.Spec.Plan ?? new RunPlan { Tasks = record.Spec.Tasks };
        _tasks = plan.Tasks;
        _launcher = new SpawnLauncher(folder, orders, supervisor, log);
        _results = new SpawnResults(folder, IsPlan, log);
        _deadLetters = new DeadLetters(folder, orders.Generation, log);
        (_attempts, _tries, _due) = (new int[_tasks.Count], new int[_tasks.Count], new long[_tasks.Count]);
        var states = new TaskState[_tasks.Count];
        for (var task = 0; task < states.Length; task++)
            (states[task], _attempts[task], _tries[task]) = (record.Tasks[task].Status, record.Tasks[task].Attempts, record.Tasks[task].Tries);
        _course = new Course(plan, states);
        _ends = [.. record.Tasks.Select((task, place) => task.Status.IsOver() ? TaskEnd.Of(task, _tasks[place].Retry) : null)];
        if (IsPlan && record.Spec.TimeoutMs is { } ms) _deadline = new Deadline(_platform.Machine.BootId, duties.Now + ms);
    }

    /// <summary>Whether every task is over; the last end is recorded with that of the run.</summary>
    public bool IsOver => _course.IsOver;
    /// <summary>What happened and is not recorded yet.</summary>
    public IReadOnlyList<EventDraft> Untold => _untold;
    /// <summary>What the spawns came to.</summary>
    public SpawnResults Results => _results;
    /// <summary>Why the run is at its end, where its tasks alone do not tell.</summary>
    public (Reason Reason, string Message)? Met { get; private set; }

    /// <summary>How many processes of single spawns were asked to end.</summary>
    public int TermSent { get; private set; }
    /// <summary>How many of them had to be ended.</summary>
    public int KillSent { get; private set; }
    /// <summary>How many of them could not be asked, since this system has no way to.</summary>
    public int CouldNotBeAsked { get; private set; }

    /// <summary>The end that all tasks add up to; null while one is open.</summary>
    public RunEnded? End(DateTimeOffset now)
    {
        if (!_course.IsOver || PlanEnd.Of(_ends!, now) is not { } end) return null;
        return Met is { } met ? end with { Reason = met.Reason, Message = met.Message } : end;
    }

    /// <summary>Launches the first tasks and records that the run has begun; false where it was stopped before.</summary>
    public bool Begin()
    {
        _untold.Add(EventDraft.Of(new WorkerStarted(_platform.Processes.Self, _platform.Machine.Host, MillVersion.Text)));
        Tell(_course.AtFirst);
        Launch();
        _hasBegun = true;
        SetAlarm();
        Steps.Reached("worker.launched");
        _untold.Add(EventDraft.Of(new StatusChanged(RunStatus.Running)));
        return Write();
    }

    /// <summary>Does what has become due: takes in ends, launches who may begin now, and records it.</summary>
    public void Advance()
    {
        if (_deadline is { } deadline && Met is null && _duties.Now >= deadline.AtMs) TimeIsUp();
        foreach (var spawn in _duties.Spawns.ToArray()) Attend(spawn);
        if (_untold.Count > 0) Steps.Reached("plan.taken-in");
        while (_pauses.Count > 0 && _pauses.Min is var (at, task) && at <= _duties.Now)
        {
            _pauses.Remove((at, task));
            if (_course[task] == TaskState.Retrying) _course.Again(task);
        }
        // What has ended is recorded before anything begins because of it: a worker that dies between the two must not do it twice.
        if (_untold.Count > 0 && CanLaunch && !Write()) return;
        if (_noMore is null) Launch();
        _duties.Progress = Progress();
        SetAlarm();
        if (_untold.Count == 0 || _course.IsOver) return;
        Steps.Reached("plan.launched");
        Write();
        Steps.Reached("plan.recorded");
    }

    /// <summary>How long those have to end whom a process has left behind.</summary>
    public static TimeSpan ForLeftovers(TimeSpan grace) => grace < s_leftoverGrace ? grace : s_leftoverGrace;

    /// <summary>Takes in the end of a spawn that is not over by itself, as it is; none is tried again or given up because of it.</summary>
    public void Cut(LiveSpawn spawn)
    {
        _isCut = true;
        if (spawn.Outcome is null) TakeIn(spawn);
        if (!_course[spawn.Place].IsOver()) Settle(spawn);
    }

    void SetAlarm() => _duties.WakeAt = Math.Min(
        _pauses.Count > 0 ? _pauses.Min.At : long.MaxValue, Met is not null ? long.MaxValue : _deadline?.AtMs ?? long.MaxValue);

    bool IsPlan => _record.Spec.Plan is not null;

    TimeSpan Grace => TimeSpan.FromMilliseconds(_record.Spec.GraceMs);

    bool CanLaunch => _course.HasNext && _duties.Spawns.Count < Math.Min(_supervisor.MostAtOnce, _record.Spec.Plan?.Parallel ?? 1);

    void Launch()
    {
        while (CanLaunch)
        {
            var place = _course.Next;
            var id = new SpawnId(_tasks[place].Name, ++_attempts[place]);
            _tries[place]++;
            try
            {
                Begin(place, id);
            }
            // Of one command, the first attempt's failure is the start's own.
            catch (Exception e) when ((IsPlan || _hasBegun) && SpawnLauncher.IsFailure(e))
            {
                _log.Say($"{id} could not be launched: {e.Message}");
                _course.Begin(place);
                TakeIn(place, _results.Unlaunched(id, e.Message), SpawnOutcome.Unlaunched(e.Message));
                EndTask(place);
            }
        }
    }

    void Begin(int place, SpawnId id)
    {
        var (launched, limits) = _launcher.Launch(_record, _tasks[place], id);
        _course.Begin(place);
        _duties.Begin(new LiveSpawn(launched, place));
        _duties.Progress = Progress();
        _untold.Add(EventDraft.Of(new SpawnStarted(id.ToString(), id.Task, id.Attempt, launched.Process, IsPlan ? _deadline : launched.Limits.Deadline, limits)));
    }

    Progress Progress() => new(_course.Done, _tasks.Count, _duties.Spawns.Count == 0 ? null : string.Join(", ", _duties.Spawns.Take(3).Select(spawn => spawn.Id.ToString())));

    void Attend(LiveSpawn spawn)
    {
        if (spawn.Outcome is null)
        {
            if (spawn.GoesOn) return;
            if (spawn.Met is not null && !HasEnded(spawn, Grace)) return;
            TakeIn(spawn);
            // The last one's leftovers are ended with the run's, once that is recorded.
            if (!IsLast(spawn) && !_record.Spec.AllowBackground && LeftSomebody(spawn)) spawn.Ender = null;
            else
            {
                Settle(spawn);
                return;
            }
        }
        if (HasEnded(spawn, ForLeftovers(Grace))) Settle(spawn);
    }

    bool IsLast(LiveSpawn spawn) => _ends[spawn.Place] is not null && _course.Done == _tasks.Count - 1;

    bool LeftSomebody(LiveSpawn spawn)
    {
        var running = _duties.Spawns.Where(one => one.Exit is null && one != spawn).Select(one => one.Launched.Process.Pid).ToHashSet();
        return new RunTree(_folder).LeftSomebody(_platform.Processes.Self.Pid, spawn.Id, running);
    }

    // Step by step, since other tasks go on meanwhile.
    bool HasEnded(LiveSpawn spawn, TimeSpan grace)
    {
        var tree = new RunTree(_folder);
        spawn.Ender ??= new TreeEnder(_platform, onSight => _duties.ProcessesOf(spawn, onSight), time => _duties.Step(time),
            !IsPlan && _supervisor.ContainsAll ? () => _supervisor.KillContained(tree.IsOfAnotherRun) : null, IsPlan ? null : tree.TryEndGroup);
        if (_duties.Now < spawn.NextEnding && spawn.NextEnding != long.MaxValue) return false;
        if (spawn.Ender.Step(grace) is { } left)
        {
            spawn.NextEnding = long.MaxValue;
            if (left.Count > 0) _supervisor.KillContained(tree.IsOfAnotherRun, spawn.Launched.Process);
            if (spawn.Ender.TermSent + spawn.Ender.KillSent > 0) _log.Say($"{spawn.Id} ended: TERM {spawn.Ender.TermSent}, KILL {spawn.Ender.KillSent}, survivors={left.Count}");
            (TermSent, KillSent, CouldNotBeAsked) = (TermSent + spawn.Ender.TermSent, KillSent + spawn.Ender.KillSent, CouldNotBeAsked + spawn.Ender.CouldNotBeAsked);
            return true;
        }
        spawn.NextEnding = _duties.Now + Math.Max(1, (long)spawn.Ender.Pause.TotalMilliseconds);
        return false;
    }

    void TakeIn(LiveSpawn spawn)
    {
        (var outcome, _results.Value) = new ResultTaker(_folder, _record.Spec).Take(
            SpawnOutcome.Of(spawn.Exit, spawn.Met ?? _duties.OutputOverLimit(spawn), _supervisor.WasOutOfMemory(spawn.Launched.Process)), spawn.Id);
        var result = _results.Of(spawn, outcome, IsPlan ? spawn.Exit?.Usage : _supervisor.UsageSoFar());
        spawn.Outcome = outcome;
        // Of memory or output, it may show only now that it was met: the kernel ended the process, or it ended before the next look.
        if (spawn.Met is null && outcome.Reason.IsLimit) _untold.Add(_duties.Note(spawn, outcome.Reason, outcome.Message));
        TakeIn(spawn.Place, result, outcome, spawn.IsCut);
    }

    // Whether it is tried again is told with its end: between the two it would look given up.
    void TakeIn(int place, SpawnResult result, SpawnOutcome outcome, bool isCut = false)
    {
        _results.Add(result);
        _untold.Add(EventDraft.Of(SpawnResults.EventOf(result)));
        var (task, state) = (_tasks[place], TaskStates.OfEnd(outcome.Status));
        var pause = state == TaskState.Failed && _noMore is null && !_isCut
            ? Retries.Pause(task.Retry, _tries[place], outcome.Reason, outcome.ExitCode, outcome.Signal, Random.Shared.NextDouble()) : null;
        if (pause is { } length)
        {
            _untold.Add(EventDraft.Of(new TaskToRetry(
                task.Name, result.SpawnId, _attempts[place] + 1, (long)length.TotalMilliseconds, result.EndedAt!.Value + length, outcome.Reason)));
            _due[place] = _duties.Now + (long)length.TotalMilliseconds;
            return;
        }
        var givenUp = state == TaskState.Failed && !_isCut && !isCut && Retries.IsGivenUp(task.Retry, _tries[place]);
        _ends[place] = new TaskEnd(task.Name, state, task.AllowFailure, outcome.Reason, outcome.Message, outcome.ExitCode, outcome.Signal, givenUp ? _tries[place] : null);
        if (givenUp) _untold.Add(EventDraft.Of(_deadLetters.Write(task.Name, _tries[place], result)));
    }

    void Settle(LiveSpawn spawn)
    {
        // Logs of the last one are made plain once the run has ended; who is left may still write.
        if (!IsLast(spawn))
        {
            if (spawn.Launched.Logs.AreCut && !LeftSomebody(spawn)) MakePlain(spawn);
            _duties.Release(spawn);
        }
        EndTask(spawn.Place);
    }

    void EndTask(int place)
    {
        if (_ends[place] is not { } end)
        {
            Pause(place);
            return;
        }
        var follows = _course.End(place, end.State);
        if (end.IsBad && _record.Spec.Plan is { FailFast: true })
        {
            _noMore ??= (Reason.FailFast, place);
            EndOthers(Reason.FailFast, $"{end.Name} failed, and the first failure ends the run");
        }
        Tell(follows);
    }

    // Not before all that the attempt left is gone: meanwhile its pause may be over, and the run's time too.
    void Pause(int place)
    {
        _course.Pause(place);
        if (_noMore is { } why) Tell(_course.GiveUp(why.Reason, why.Because));
        else _pauses.Add((_due[place], place));
    }

    void Tell(List<Consequence> follows)
    {
        foreach (var (task, because, reason) in follows)
        {
            if (reason is not { } why)
            {
                _untold.Add(EventDraft.Of(new TaskMadeReady(_tasks[task].Name)));
                continue;
            }
            _untold.Add(EventDraft.Of(new TaskLeftOut(_tasks[task].Name, because is { } other ? _tasks[other].Name : null, why)));
            _ends[task] = new TaskEnd(_tasks[task].Name, TaskState.Skipped, _tasks[task].AllowFailure, why, null, null, null);
        }
    }

    void TimeIsUp()
    {
        var allowed = Durations.Say(TimeSpan.FromMilliseconds(_record.Spec.TimeoutMs!.Value));
        Met = (Reason.Timeout, $"it took longer than {allowed}");
        _log.Say($"{Met.Value.Reason}: {Met.Value.Message}");
        _untold.Add(EventDraft.Of(new LimitMet(Met.Value.Reason, Met.Value.Message)));
        _noMore ??= (Reason.Timeout, null);
        EndOthers(Reason.Timeout, $"the run took longer than {allowed}");
        Tell(_course.GiveUp(Reason.Timeout));
    }

    void EndOthers(Reason reason, string message)
    {
        foreach (var spawn in _duties.Spawns.Where(one => one.GoesOn)) (spawn.Met, spawn.IsCut) = ((reason, message), true);
    }

    /// <summary>Rewrites what was cut of a spawn's logs as plain files, unless somebody still writes to them.</summary>
    public void MakePlain(LiveSpawn spawn)
    {
        if (!spawn.Launched.Logs.AreCut) return;
        try
        {
            // Marks tell of most who do, and can be taken off; an open file shows too.
            if (LogHolders.FirstWriter(_platform, [_folder.OutOf(spawn.Id), _folder.ErrOf(spawn.Id)]) is { } writer)
                _log.Say($"a log of {spawn.Id} that was cut stays as it is: process {writer.Identity.Pid} writes to it");
            else spawn.Launched.Logs.MakePlain();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MillException)
        {
            _log.Say($"a log that was cut stays as it is: {e.Message}"); // Readers skip the hole all the same.
        }
    }

    /// <summary>Records what happened; false where the run was stopped meanwhile, or the folder is gone.</summary>
    bool Write()
    {
        while (true)
        {
            try
            {
                using var locked = _duties.TakeLock();
                if (locked is null) return false;
                if (!TryWrite(locked))
                {
                    _duties.Yield(locked.Record);
                    return false;
                }
                _duties.Known = locked.Record;
                _untold.Clear();
                break;
            }
            // Of one command, what cannot be recorded of its first attempt is the start's own error.
            catch (Exception e) when ((IsPlan || _duties.Known is not null) && e is IOException or UnauthorizedAccessException)
            {
                _log.Say($"what happened could not be recorded yet: {e.Message}");
                _duties.Step(s_troublePause);
                if (_duties.StopSeen) return false;
            }
        }
        Deliver();
        return true;
    }

    bool TryWrite(LockedRun locked)
    {
        // Ends of spawns may follow the run's own: they are told with what became of it, and nobody begins because of them.
        if (locked.Record is { } now && (now.IsTerminal || now.Generation != _record.Generation)) return false;
        EventDraft[] news = [.. locked.Record is { } record ? QuestionRules.GoneWith(record, _untold) : [], .. _untold];
        var withSnapshot = IsSnapshotDue();
        try
        {
            return TryWrite(locked, news, withSnapshot);
        }
        catch (DiskFullException) when (_folder.GiveReserveUp())
        {
            // A process can fill the disk before it is recorded that it was launched.
            return TryWrite(locked, news, withSnapshot);
        }
    }

    bool TryWrite(LockedRun locked, EventDraft[] news, bool withSnapshot)
    {
        var before = locked.Record?.Revision;
        try
        {
            return locked.Change(news, withSnapshot);
        }
        // The events are told, and would be a second time; the snapshot that lacks them is made with the next ones.
        catch (Exception e) when (locked.Record?.Revision > before && e is IOException or UnauthorizedAccessException)
        {
            _log.Say($"the snapshot is behind: {e.Message}");
            return true;
        }
    }

    // Of thousands of tasks, a snapshot after each step would cost more than the tasks.
    bool IsSnapshotDue()
    {
        if (_tasks.Count > FewTasks && _duties.Now < _nextSnapshot) return false;
        _nextSnapshot = _duties.Now + SnapshotPauseMs + _tasks.Count / TasksAMillisecond;
        return true;
    }

    /// <summary>Puts those that were given up where other tools look for them.</summary>
    public void Deliver()
    {
        if (!_duties.FolderGone) _deadLetters.Deliver();
    }
}
