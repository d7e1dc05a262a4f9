using Microsoft.Win32.SafeHandles;

namespace Mill.Platform;

/// <summary>Looks at what may be closed to this user, and takes that for nothing: a run's process may close its own folder's parts.</summary>
internal static class Openness
{
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

    /// <summary>Opens a regular file to read; null too where this user may not.</summary>
    public static SafeFileHandle? OpenIfOpen(this IFiles files, string path)
    {
        try
        {
            return files.TryOpenToRead(path);
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
            return []; // Closed by a run's process as well.
        }
    }
}
