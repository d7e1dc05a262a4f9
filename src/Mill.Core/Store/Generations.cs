using Mill.Platform;

namespace Mill.Store;

/// <summary>Where the files of a generation go when the next one begins.</summary>
internal static class Generations
{
    // The result last: while it is still in its place, whoever ends the next generation moves all of them.
    static readonly string[] s_files = [FileNames.ExitCode, FileNames.Cleanup, FileNames.Result];

    /// <summary>Moves what a generation left out of the next one's way; nothing the second time.</summary>
    public static void MoveAside(RunFolder folder, int generation)
    {
        var files = folder.Platform.Files;
        files.TryCreateFolder(folder[FileNames.Generations]);
        files.TryCreateFolder(folder.Generation(generation));
        foreach (var name in s_files)
        {
            if (files.Look(folder[name]) is not { Kind: FileKind.File }) continue;
            files.Replace(folder[name], Path.Combine(folder.Generation(generation), name));
            Steps.Reached("generation.moving");
        }
        files.Delete(folder[FileNames.WorkerPid]);
    }
}
