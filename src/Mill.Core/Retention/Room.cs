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
}
