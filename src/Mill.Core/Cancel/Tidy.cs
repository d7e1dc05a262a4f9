using System.Globalization;
using System.Text;
using Mill.Json;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Cancel;

/// <summary>The last things after an end, done by a worker, a stop or a repair, in an order that can be cut anywhere.</summary>
internal static class Tidy
{
    /// <summary>Takes the run's lock, then tidies up, unless the next generation has begun: what is there now is its own.</summary>
    public static void UnderLock(RunFolder folder, Cleanup cleanup)
    {
        try
        {
            using var locked = LockedRun.Take(folder);
            if (locked.Record is { } record && record.Generation != cleanup.Generation) return;
            EndSpawns(locked);
            Up(locked, cleanup);
        }
        catch (MillException e) when (e.Code == MillError.RunNotFound)
        {
            folder.Home.Unmark(folder.Id);
        }
    }

    /// <summary>Records what became of the processes, and takes the run off the to-do list.</summary>
    public static void Up(LockedRun locked, Cleanup cleanup)
    {
        var folder = locked.Folder;
        try
        {
            Tell(locked, cleanup);
            Steps.Reached("tidy.cleanup");
            var files = folder.Platform.Files;
            files.Delete(folder[FileNames.Reserve]);
            files.Delete(folder[FileNames.Stop]);
            files.Delete(folder[FileNames.WorkerPid]);
            files.Delete(folder[FileNames.Environment]);
            Steps.Reached("tidy.files");
            LeaveQueue(locked);
            Steps.Reached("tidy.pid-file");
            DeleteStages(folder, "", FileNames.StageSuffix);
            DeleteStages(folder, FileNames.Logs, Logs.PlainRewrite.StageSuffix);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !folder.Exists)
        {
            // The folder went away meanwhile; there is nothing left to tidy in it.
        }
        folder.Home.Unmark(folder.Id);
        Steps.Reached("tidy.unmarked");
    }

    // What somebody was writing who did not live to put it in its place.
    static void DeleteStages(RunFolder folder, string inside, string suffix)
    {
        foreach (var name in folder.Platform.Files.ReadableNames(folder[inside]))
            if (name.EndsWith(suffix, StringComparison.Ordinal)) folder.Platform.Files.Delete(Path.Combine(folder[inside], name));
    }

    /// <summary>Records the exit code and what became of the processes.</summary>
    public static void Tell(LockedRun locked, Cleanup cleanup)
    {
        var folder = locked.Folder;
        TellExitCode(locked);
        if (IsNews(folder, cleanup)) folder.Json.Write(folder[FileNames.Cleanup], cleanup, Forms.Of);
    }

    /// <summary>Records the exit code alone.</summary>
    public static void TellExitCode(LockedRun locked)
    {
        if (locked is not { Record: { IsTerminal: true, Status: not RunStatus.Cancelled, ExitCode: { } code }, Folder: var folder }) return;
        var text = Encoding.ASCII.GetBytes(code.ToString(CultureInfo.InvariantCulture) + "\n");
        if (!IsThere(folder, text)) folder.Json.Write(folder[FileNames.ExitCode], text);
    }

    static bool IsThere(RunFolder folder, byte[] exitCode)
    {
        try
        {
            return folder.Json.ReadAll(folder[FileNames.ExitCode]) is { } there && there.AsSpan().SequenceEqual(exitCode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Something else is in its place.
        }
    }

    // Without a worker, nobody else says of its spawns that they have ended.
    static void EndSpawns(LockedRun locked)
    {
        if (locked.Record is not { IsTerminal: true } record) return;
        var (reason, now) = (record.Reason ?? Reason.Cancelled, locked.Folder.Platform.Clock.GetUtcNow());
        foreach (var task in record.Tasks.Where(task => task is { Status: TaskState.Running, Attempts: > 0 }))
            locked.Change(EventDraft.Of(new SpawnEnded(
                new SpawnId(task.Name, task.Attempts).ToString(), task.Name, record.Status, reason, record.Message, null, null, now)));
    }

    // One that was ended while it waited; a slot is given on by whoever starts the next one.
    static void LeaveQueue(LockedRun locked)
    {
        if (locked is not { Record: { IsTerminal: true, Spec.Queue: { } asked }, Folder: var folder }) return;
        var (queue, marker) = (QueueFolder.Of(folder.Home, asked), QueueMarker.Of(folder.Id, asked));
        queue.Forget(marker);
        queue.Forget(marker.Free);
    }

    // Of several that ended the same tree at once, the one that found somebody is believed.
    static bool IsNews(RunFolder folder, Cleanup cleanup) =>
        cleanup.TermSent + cleanup.KillSent + cleanup.Survivors.Count > 0
        || folder.ReadCleanup().Value is not { } earlier || earlier.Generation != cleanup.Generation;
}
