using Mill.Runs;

namespace Mill.Store;

/// <summary>What is still known of a run, told again as events from the first one on, where the log itself was lost.</summary>
internal sealed class Retelling
{
    readonly RunRecord _record;
    readonly List<RunEvent> _events = [];

    Retelling(RunRecord record) => _record = record;

    /// <summary>The events, which add up to that record again.</summary>
    public static List<RunEvent> Of(RunRecord record, DateTimeOffset now)
    {
        var told = new Retelling(record);
        told.TellBeginning();
        told.TellAttempts();
        told.TellNote();
        told.TellQuestions();
        if (record.IsTerminal)
            told.Tell(record.EndedAt ?? now, EventDraft.Of(new RunEnded(
                record.Status, record.Reason ?? Reason.Exit, record.Message, record.ExitCode, record.Signal, record.EndedAt ?? now)));
        told.Tell(now, EventDraft.Of(new RunRepairedPayload(
            "log-lost", "finish", "the event log was lost; what was still known of the run is told again", 0)));
        return told._events;
    }

    void TellBeginning()
    {
        var (spec, version) = (_record.Spec, _record.Worker?.Version ?? MillVersion.Text);
        Tell(_record.CreatedAt, EventDraft.Of(new RunStarted(spec, _record.CreatedAt, _record.Worker?.Host, version, null)), 1);
        if (_record.Generation == 1) return;
        foreach (var task in _record.Tasks.Where(IsEarlier)) TellAttempt(task, 1);
        if (_record is { QuestionAt: null, QuestionsAsked: > 0 }) TellClosed(_record.QuestionsAsked, _record.CreatedAt, 1);
        var kept = _record.Tasks.Where(task => IsEarlier(task) && task.Status == TaskState.Complete).Select(task => task.Name).ToList();
        var again = _record.Tasks.Select(task => task.Name).Except(kept, StringComparer.Ordinal).ToList();
        Tell(_record.StartedAt ?? _record.CreatedAt, EventDraft.Of(new RunResumed(spec, version, kept, again)));
    }

    void TellAttempts()
    {
        var at = _record.StartedAt ?? _record.CreatedAt;
        if (_record.Worker is { } worker)
            Tell(at, EventDraft.Of(new WorkerStarted(IdentityOf(worker), worker.Host, worker.Version ?? MillVersion.Text)));
        foreach (var task in _record.Tasks.Where(task => !IsEarlier(task))) TellAttempt(task, _record.Generation);
        if (_record.StartedAt is null) return;
        Tell(at, EventDraft.Of(new StatusChanged(RunStatus.Running, _record.Status == RunStatus.Running ? _record.Message : null)));
        if (_record.Status == RunStatus.Waiting) Tell(at, EventDraft.Of(new StatusChanged(RunStatus.Waiting, _record.Message)));
    }

    void TellAttempt(TaskRecord task, int generation)
    {
        if (task.Status == TaskState.Skipped)
            Tell(task.EndedAt ?? _record.CreatedAt, EventDraft.Of(new TaskLeftOut(task.Name, task.Because, task.Reason ?? Reason.DependencyFailed)), generation);
        if (task.Attempts == 0 || task.Status == TaskState.Skipped) return;
        var (spawn, at) = (new SpawnId(task.Name, task.Attempts).ToString(), task.StartedAt ?? _record.CreatedAt);
        Tell(at, EventDraft.Of(new SpawnStarted(spawn, task.Name, task.Attempts, task.Process!, _record.Deadline, _record.Limits)), generation);
        if (task is { Note: { } note, NotedAt: { } noted })
            Tell(noted, EventDraft.Of(new NoteTold(spawn, task.Name, note, task.Progress?.Done, task.Progress?.Total)), generation);
        if (task.Status is not (TaskState.Pending or TaskState.Running))
            Tell(task.EndedAt ?? at, EventDraft.Of(new SpawnEnded(
                spawn, task.Name, TaskStates.OfAttempt(task.Status), task.Reason ?? Reason.Exit, null, task.ExitCode, task.Signal, task.EndedAt ?? at)), generation);
        if (task is { Status: TaskState.Retrying, RetryAt: { } again })
            Tell(task.EndedAt ?? at, EventDraft.Of(new TaskToRetry(
                task.Name, spawn, task.Attempts + 1, (long)(again - (task.EndedAt ?? at)).TotalMilliseconds, again, task.Reason ?? Reason.Exit)), generation);
    }

    // The last of all notes, which those of the tasks need not end with.
    void TellNote()
    {
        if (_record is { Note: { } note, NotedAt: { } at }) Tell(at, EventDraft.Of(new NoteTold(null, null, note, null, null)));
    }

    // Of questions that were closed only their number is known.
    void TellQuestions()
    {
        foreach (var one in _record.Open) Tell(one.AskedAt, EventDraft.Of(one));
        var open = _record.Open.Select(one => Question.NumberOf(one.Id)).ToHashSet();
        var closed = _record.QuestionsAsked;
        while (open.Contains(closed)) closed--;
        if (_record.QuestionAt is { } at && closed > 0 && (closed == _record.QuestionsAsked || _record.Open.All(one => one.AskedAt < at)))
            TellClosed(closed, at, _record.Generation);
    }

    void TellClosed(int number, DateTimeOffset at, int generation) =>
        Tell(at, EventDraft.Of(new QuestionClosed(Question.IdOf(number), null, null, Answers.Gone)), generation);

    // Kept by a resume, or to be tried again by it: its last attempt was in another life.
    bool IsEarlier(TaskRecord task) => _record.Generation > 1 && !(task.StartedAt >= _record.StartedAt);

    // A worker shares the machine and the set of pids with what it launched.
    ProcessIdentity IdentityOf(RunWorker worker)
    {
        var child = _record.Tasks.Select(task => task.Process).FirstOrDefault(one => one?.BootId == worker.BootId);
        return new ProcessIdentity(worker.Pid, worker.StartTime, worker.BootId, child?.MachineId, child?.PidNamespace);
    }

    void Tell(DateTimeOffset at, EventDraft draft, int? generation = null) => _events.Add(new RunEvent
    {
        RunId = _record.Id,
        Generation = generation ?? _record.Generation,
        Sequence = _events.Count + 1,
        Timestamp = at,
        Type = draft.Type,
        Payload = draft.Payload,
        Said = draft.Said,
    });
}
