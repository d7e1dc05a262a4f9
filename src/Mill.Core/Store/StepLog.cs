using System.Globalization;
using System.Text;
using Mill.Platform;

namespace Mill.Store;

/// <summary>A log for people: one line a step, ISO time first. Never stands in the way of what it tells of.</summary>
internal sealed class StepLog(IPlatform platform, string path)
{
    /// <summary>Adds a line.</summary>
    public void Say(string line)
    {
        var now = platform.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        try
        {
            // A link in its folder's place would lead it to where nothing is the run's.
            if (platform.Files.Look(Path.GetDirectoryName(path)!) is not { Kind: FileKind.Folder }) return;
            using var file = platform.Files.OpenToAppend(path);
            platform.Files.Append(file, Encoding.UTF8.GetBytes($"{now} {line}\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone or the disk is full: what is told here is told elsewhere too.
        }
    }
}
