using Mill.Runs;
using Mill.Store;

namespace Mill.Repair;

/// <summary>The end of a run that did not live to write it.</summary>
internal static class Failure
{
    /// <summary>Records that the run failed; false when it has ended meanwhile.</summary>
    public static bool Record(LockedRun locked, Reason reason, string message)
    {
        if (locked.Record is null) Begin(locked);
        var now = locked.Folder.Platform.Clock.GetUtcNow();
        var ended = new RunEnded(RunStatus.Failed, reason, message, null, null, now);
        var spawns = locked.Record!.Tasks.Where(task => task is { Attempts: > 0, Status: TaskState.Running })
            .Select(task => EventDraft.Of(new SpawnEnded(
                new SpawnId(task.Name, task.Attempts).ToString(), task.Name, RunStatus.Failed, reason, message, null, null, now)));
        return locked.End(Endings.Of(locked.Record, ended) with { ErrorMessage = message }, [.. spawns]);
    }

    // The starter was ended between making the folder and writing the first event: the run has a name and nothing else.
    static void Begin(LockedRun locked)
    {
        var folder = locked.Folder;
        locked.Change(EventDraft.Of(new RunStarted(
            RunSpec.Unknown, folder.Home.MarkedAt(folder.Id) ?? folder.Platform.Clock.GetUtcNow(), folder.Platform.Machine.Host, MillVersion.Text, null)));
    }
}
