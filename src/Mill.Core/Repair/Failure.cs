using Mill.Logs;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Repair;

/// <summary>The end of a run that did not live to write it.</summary>
internal static class Failure
{
    // It has to find room also where the disk is full.
    const int MostBytes = 4_000;

    /// <summary>Records that the run failed; false when it has ended meanwhile.</summary>
    public static bool Record(LockedRun locked, Reason reason, string message)
    {
        if (locked.Record is null) Begin(locked);
        var now = locked.Folder.Platform.Clock.GetUtcNow();
        var ended = new RunEnded(RunStatus.Failed, reason, message, null, null, now);
        var spawns = locked.Record!.Tasks.Where(task => task is { Attempts: > 0, Status: TaskState.Running })
            .Select(task => EventDraft.Of(new SpawnEnded(
                new SpawnId(task.Name, task.Attempts).ToString(), task.Name, RunStatus.Failed, reason, message, null, null, now)));
        var result = Endings.Of(locked.Record, ended);
        return locked.End(result with { ErrorMessage = message, Spawns = [.. result.Spawns.Select(spawn => WithLastLines(locked.Folder, spawn))] }, [.. spawns]);
    }

    // As they are now: once its logs are gone, they are all that tells what it was at.
    static SpawnResult WithLastLines(RunFolder folder, SpawnResult spawn) => !SpawnId.TryParse(spawn.SpawnId, out var id) ? spawn
        : spawn with { Out = Stream(folder, folder.OutOf(id)), Err = Stream(folder, folder.ErrOf(id)) };

    static StreamResult? Stream(RunFolder folder, string path)
    {
        try
        {
            return folder.Platform.Files.Look(path) is { Kind: FileKind.File, Size: var bytes } && LastLines.Of(folder.Platform.Files, path, maxBytes: MostBytes) is { } last
                ? new StreamResult { Bytes = bytes, Last = last } : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The starter was ended between making the folder and writing the first event: the run has a name and nothing else.
    static void Begin(LockedRun locked)
    {
        var folder = locked.Folder;
        locked.Change(EventDraft.Of(new RunStarted(
            RunSpec.Unknown, folder.Home.MarkedAt(folder.Id) ?? folder.Platform.Clock.GetUtcNow(), folder.Platform.Machine.Host, MillVersion.Text, null)));
    }
}
