using Mill.Json;
using Mill.Liveness;
using Mill.Plans;
using Mill.Runs;
using Mill.Store;

namespace Mill.Repair;

/// <summary>Writes the missing pieces of an end that is known: from the event, else the result, else the snapshot, else the tasks.</summary>
internal static class Finisher
{
    /// <summary>Finishes the record under the lock; false when there is no end to finish, or nothing missing.</summary>
    public static bool Finish(LockedRun locked, Evidence seen)
    {
        if (seen.FilesAgree) return false;
        locked.BelieveEvents();
        if (locked.Record is not { } record) return false;
        var end = seen.Ending ?? (seen.TasksEnd is not null && seen.Life != Sign.Yes ? OfTasks(locked, record) : null);
        if (end is null) return false;
        WriteResult(locked, record, end);
        if (!record.IsTerminal) locked.Change([.. seen.Life == Sign.Yes ? [] : SpawnEnds(locked, record), EventDraft.Of(end)]);
        else CloseTail(locked, end);
        locked.Mend();
        return true;
    }

    static void WriteResult(LockedRun locked, RunRecord record, RunEnded end)
    {
        var told = locked.Folder.ReadResult();
        var known = told.Value is { } value && value.Generation == record.Generation && value.Status == end.Status ? value : null;
        if (known?.Reason == end.Reason) return;
        locked.Folder.Json.Write(locked.Folder[FileNames.Result], known is null ? Endings.Of(record, end) : known with { Reason = end.Reason, Message = end.Message }, Forms.Of, sync: true);
    }

    // Of a spawn whose worker is gone, only the result tells how it ended itself.
    static IEnumerable<EventDraft> SpawnEnds(LockedRun locked, RunRecord record) =>
        from spawn in locked.Folder.ReadResult().Value is { } result && result.Generation == record.Generation ? result.Spawns : []
        from task in record.Tasks
        where task is { Status: TaskState.Running } && spawn.SpawnId == new SpawnId(task.Name, task.Attempts).ToString() && spawn.EndedAt is not null
        select EventDraft.Of(new SpawnEnded(
            spawn.SpawnId, spawn.Task, spawn.Status, spawn.Reason, spawn.Message, spawn.ExitCode, spawn.Signal, spawn.EndedAt!.Value));

    // The end stands beside the log alone, or the log has a torn tail: an appended event closes it and renews the snapshot.
    static void CloseTail(LockedRun locked, RunEnded end)
    {
        var events = locked.Folder.ReadEvents();
        if (locked.LogIsLost || Endings.Find(events.Events, locked.Record!.Generation) is null) locked.Restore(end);
        else if (events.IsTorn) locked.Change(EventDraft.Of(new RunRepairedPayload("finish", "finish", "a torn line was closed", 0)));
    }

    static RunEnded OfTasks(LockedRun locked, RunRecord record)
    {
        var specs = record.Spec.Tasks.ToDictionary(task => task.Name, StringComparer.Ordinal);
        var ends = record.Tasks.Select(task => TaskEnd.Of(task, specs.GetValueOrDefault(task.Name)?.Retry)).ToList();
        return PlanEnd.Of(ends, record.Tasks.Max(task => task.EndedAt) ?? locked.Folder.Platform.Clock.GetUtcNow())!;
    }
}
