using Mill.Platform;

namespace Mill.Plans;

/// <summary>A plan in a file.</summary>
internal static class PlanFile
{
    /// <summary>The plan in a file. Links are followed: it is the caller's own, wherever it is.</summary>
    public static PlanRequest Read(IFiles files, string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)) throw Unreadable(path, "it has no name that a file can have");
        var full = Path.GetFullPath(path);
        try
        {
            using var file = files.TryOpenToRead(files.RealPath(full) ?? full) ?? throw Unreadable(path, "it does not exist");
            var size = files.Look(file).Size;
            if (size > PlanReader.MostBytes) throw Unreadable(path, $"it has {size} bytes, and no plan is that large");
            var bytes = new byte[size];
            var read = 0;
            while (read < bytes.Length && files.ReadAt(file, bytes.AsSpan(read), read) is > 0 and var more) read += more;
            return PlanReader.Read(bytes.AsSpan(0, read), path, full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e.Message);
        }
    }

    static MillException Unreadable(string path, string why) => new(MillError.BadPlan, $"The plan {path} cannot be read: {why}.", path);
}
