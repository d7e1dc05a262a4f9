using Mill.Platform;

namespace Mill.Retention;

/// <summary>How much room things take.</summary>
internal static class Room
{
    /// <summary>Of a file, or of a folder with all below it that can be read; nothing is followed.</summary>
    public static long Measure(this IFiles files, string path) => files.LookIfOpen(path) switch
    {
        { Kind: FileKind.Folder } => files.ReadableNames(path).Sum(name => files.Measure(Path.Combine(path, name))),
        { } facts => facts.DiskBytes,
        null => 0,
    };

    /// <summary>What something is; null too where this user may not look at it: a folder may tell its names and nothing more.</summary>
    public static FileFacts? LookIfOpen(this IFiles files, string path)
    {
        try
        {
            return files.Look(path);
        }
        catch (UnauthorizedAccessException)
        {
            return null; // Closed by a run's process as well.
        }
    }

    /// <summary>The names in a folder; none where this user may not read it.</summary>
    public static IEnumerable<string> ReadableNames(this IFiles files, string folder)
    {
        try
        {
            return files.Names(folder);
        }
        catch (UnauthorizedAccessException)
        {
            return []; // A run's process has closed it, and that is no reason to keep it.
        }
    }
}
