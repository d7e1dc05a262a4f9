using System.Text.Json;
using Mill.Json;
using Mill.Runs;

namespace Mill.Store;

/// <summary>What events add up to. The snapshot is this and nothing else.</summary>
internal static class Projection
{
    /// <summary>The record that events add up to; null when none of them starts a run.</summary>
    public static RunRecord? Of(IEnumerable<RunEvent> events)
    {
        RunRecord? record = null;
        foreach (var one in events) record = Apply(record, one);
        return record;
    }

    /// <summary>The same; where the beginning is lost, what the rest adds to a snapshot.</summary>
    public static RunRecord? Of(IReadOnlyList<RunEvent> events, RunRecord? snapshot) =>
        Of(events) ?? events.Where(one => one.Sequence > snapshot?.Revision).Aggregate(snapshot, Apply);

    /// <summary>The record after one more event; one of an earlier generation, of a kind not known or with a strange payload only counts.</summary>
    public static RunRecord? Apply(RunRecord? record, RunEvent e)
    {
        if (record is null)
            return e.Type == EventTypes.RunStart && Read<RunStarted>(e, Forms.Of) is { Spec.IsWhole: true } start ? Begin(e, start) : null;
        var next = e.Generation < record.Generation ? record : e.Type switch
        {
            EventTypes.RunResumed when Read<RunResumed>(e, Forms.Of) is { Spec.IsWhole: true, Kept: not null } resumed => Resume(record, e, resumed),
            _ when e.Generation != record.Generation => record,
            EventTypes.WorkerStart when Read<WorkerStarted>(e, Forms.Of) is { Process: { } who } started => record with
            {
                Worker = new RunWorker(who.Pid, who.StartTime, who.BootId, started.Host, started.Version),
            },
            EventTypes.SpawnStart when Read<SpawnStarted>(e, Forms.Of) is { Task: not null } started => Start(record, e, started),
            _ when EventTypes.EndOfSpawn(e.Type) is { } status && Read<SpawnEnded>(e, Forms.Of) is { Task: not null, Reason.Text.Length: > 0 } ended => End(record, status, ended),
            EventTypes.TaskRetry when Read<TaskToRetry>(e, Forms.Of) is { Task: { } name } retry => record.WithTask(name, task => task with { Status = TaskState.Retrying, RetryAt = retry.At }),
            EventTypes.TaskSkipped when Read<TaskLeftOut>(e, Forms.Of) is { Task: { } name } left => record.WithTask(name, task => Skip(task, e, left)),
            EventTypes.SpawnMilestone when Read<NoteTold>(e, Forms.Of) is { Text: not null } told => Talk.Note(record, e, told),
            EventTypes.RunWaiting when Read<Question>(e, Forms.Of) is { IsWhole: true } asked => Talk.Ask(record, asked),
            EventTypes.RunAnswered when Read<QuestionClosed>(e, Forms.Of) is { Id: not null } closed => Talk.Close(record, e, closed),
            EventTypes.RunStatus when Read<StatusChanged>(e, Forms.Of) is { } changed => Change(record, changed),
            _ when Endings.Told(e) is { } ended => End(record, ended),
            _ => record,
        };
        return next with { Revision = e.Sequence };
    }

    /// <summary>The payload of an event; null when it is not what its type promises.</summary>
    public static T? Read<T>(RunEvent e, Form<T> form) where T : class
    {
        if (e.Said is T said) return said;
        try
        {
            return MillJson.Read(e.Payload, form);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The last worker that events tell of; null when none does.</summary>
    public static WorkerRecord? Worker(IEnumerable<RunEvent> events)
    {
        WorkerRecord? worker = null;
        foreach (var one in events)
            if (one.Type == EventTypes.WorkerStart && Read<WorkerStarted>(one, Forms.Of) is { Process: { StartTime: not null, BootId: not null } who } started)
                worker = new WorkerRecord { RunId = one.RunId, Generation = one.Generation, Process = who, Lock = null, Host = started.Host, Version = started.Version };
        return worker;
    }

    static RunRecord Begin(RunEvent e, RunStarted start) => new()
    {
        Id = e.RunId,
        Generation = 1,
        Revision = e.Sequence,
        CreatedAt = start.CreatedAt,
        Spec = start.Spec,
        Tasks = TaskList.Of(start.Spec.Tasks.Select(task => new TaskRecord { Name = task.Name, AllowFailure = task.AllowFailure })),
    };

    static RunRecord Resume(RunRecord record, RunEvent e, RunResumed resumed) => record with
    {
        Generation = e.Generation,
        Status = RunStatus.Pending,
        Reason = null,
        Message = null,
        ExitCode = null,
        Signal = null,
        StartedAt = null,
        EndedAt = null,
        Deadline = null,
        Limits = null,
        Worker = null,
        Note = null,
        NotedAt = null,
        Questions = null,
        QuestionAt = null,
        Spec = resumed.Spec,
        Tasks = Resume(record, resumed),
    };

    static TaskList Resume(RunRecord record, RunResumed resumed)
    {
        var (kept, anew) = (resumed.Kept.ToHashSet(StringComparer.Ordinal), (resumed.Anew ?? resumed.Again ?? []).ToHashSet(StringComparer.Ordinal));
        var (before, leftOut) = (TaskList.Of(record.Tasks), (resumed.LeftOut ?? []).ToHashSet(StringComparer.Ordinal));
        return TaskList.Of(resumed.Spec.Tasks.Select(spec => before.Find(spec.Name) switch
        {
            { } task when kept.Contains(task.Name) => task,
            { } task when leftOut.Contains(task.Name) => task with { Status = TaskState.Skipped, Reason = Reason.LeftOut, Because = null },
            var task => new TaskRecord
            {
                Name = spec.Name,
                AllowFailure = spec.AllowFailure,
                Attempts = task?.Attempts ?? 0,
                Tries = task is null || anew.Contains(task.Name) ? 0 : Math.Max(0, task.Tries - (task.Status is TaskState.Failed or TaskState.Running ? 1 : 0)),
            },
        }));
    }

    static RunRecord Start(RunRecord record, RunEvent e, SpawnStarted started) => (record with
    {
        StartedAt = record.StartedAt ?? e.Timestamp,
        Deadline = started.Deadline ?? record.Deadline,
        Limits = started.Limits ?? record.Limits,
    }).WithTask(started.Task, task => new TaskRecord
    {
        Name = task.Name,
        AllowFailure = task.AllowFailure,
        Status = TaskState.Running,
        Attempts = started.Attempt,
        Tries = task.Tries + 1,
        StartedAt = e.Timestamp,
        Process = started.Process,
    });

    static RunRecord End(RunRecord record, RunStatus status, SpawnEnded ended) => record.WithTask(ended.Task, task => task with
    {
        Status = TaskStates.OfEnd(status),
        Reason = ended.Reason,
        ExitCode = ended.ExitCode,
        Signal = ended.Signal,
        EndedAt = ended.EndedAt,
    });

    static TaskRecord Skip(TaskRecord task, RunEvent e, TaskLeftOut left) =>
        task with { Status = TaskState.Skipped, Reason = left.Reason, Because = left.Because, EndedAt = e.Timestamp };

    // No run ends by this event: nothing would say how.
    static RunRecord Change(RunRecord record, StatusChanged changed) =>
        !changed.Status.IsTerminal() && record.Status.MayBecome(changed.Status) ? record with { Status = changed.Status, Message = changed.Message } : record;

    // The first end is believed from wherever it comes: a line before it may be lost.
    static RunRecord End(RunRecord record, RunEnded ended) =>
        record.IsTerminal ? record : Ended(record, ended) with { Questions = null }; // Nobody waits for an answer any more.

    /// <summary>The record with an end, whatever end it had.</summary>
    public static RunRecord Ended(RunRecord record, RunEnded ended) => record with
    {
        Status = ended.Status,
        Reason = ended.Reason,
        Message = ended.Message,
        ExitCode = ended.ExitCode,
        Signal = ended.Signal,
        EndedAt = ended.EndedAt,
    };

    internal static RunRecord WithTask(this RunRecord record, string name, Func<TaskRecord, TaskRecord> change) =>
        TaskList.Of(record.Tasks) is var tasks && tasks.Find(name) is { } task ? record with { Tasks = tasks.With(change(task)) } : record;
}
