namespace Mill.Platform.Windows;

/// <summary>Paths as the system's calls take them.</summary>
internal static class LongPath
{
    // MAX_PATH, less what a folder leaves for the names in it (fileapi.h).
    const int LongestPlain = 247;
    const string Verbatim = @"\\?\", VerbatimShare = @"\\?\UNC\", Share = @"\\";

    /// <summary>A path that may be longer than old programs can take.</summary>
    public static string Of(string path)
    {
        if (path.Length <= LongestPlain || path.StartsWith(Verbatim, StringComparison.Ordinal)) return path;
        var full = Path.GetFullPath(path);
        return full.StartsWith(Share, StringComparison.Ordinal) ? string.Concat(VerbatimShare, full.AsSpan(Share.Length)) : Verbatim + full;
    }

    /// <summary>A path as people write it.</summary>
    public static string Plain(string path) =>
        path.StartsWith(VerbatimShare, StringComparison.Ordinal) ? string.Concat(Share, path.AsSpan(VerbatimShare.Length))
        : path.StartsWith(Verbatim, StringComparison.Ordinal) ? path[Verbatim.Length..]
        : path;
}
