using Mill.Platform;

namespace Mill.Store;

/// <summary>Where the files of a generation go when the next one begins.</summary>
internal static class Generations
{
    static readonly string[] s_files = [FileNames.Result, FileNames.ExitCode, FileNames.Cleanup];

    /// <summary>Moves what a generation left out of the next one's way; nothing the second time.</summary>
    public static void MoveAside(RunFolder folder, int generation)
    {
        var files = folder.Platform.Files;
        files.TryCreateFolder(folder[FileNames.Generations]);
        files.TryCreateFolder(folder.Generation(generation));
        foreach (var name in s_files)
            if (files.Look(folder[name]) is { Kind: FileKind.File }) files.Replace(folder[name], Path.Combine(folder.Generation(generation), name));
        files.Delete(folder[FileNames.WorkerPid]);
    }
}
