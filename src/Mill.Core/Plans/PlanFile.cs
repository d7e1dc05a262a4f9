using Mill.Platform;

namespace Mill.Plans;

/// <summary>A plan in a file, or from standard input.</summary>
internal static class PlanFile
{
    const string StandardInput = "-";

    /// <summary>The plan in a file; <c>-</c> is standard input.</summary>
    public static PlanRequest Read(IFiles files, string path)
    {
        if (path == StandardInput)
        {
            using var input = Console.OpenStandardInput();
            return PlanReader.Read(All(input, "standard input"), "standard input", null);
        }
        var full = path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) ? throw Missing(path, "it has no name") : Path.GetFullPath(path);
        if (Directory.Exists(full)) throw Missing(path, "it is a folder");
        try
        {
            using var file = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return PlanReader.Read(All(file, path), path, full);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(path, "it does not exist");
        }
        catch (UnauthorizedAccessException e)
        {
            throw Missing(path, e.Message);
        }
    }

    // Links are followed here: it is the caller's own file, wherever it is.
    static byte[] All(Stream stream, string name)
    {
        using var bytes = new MemoryStream();
        var piece = new byte[64 << 10];
        while (stream.Read(piece) is > 0 and var more)
        {
            if (bytes.Length + more > PlanReader.MostBytes)
                throw new MillException(MillError.BadPlan, $"{name} has more than {PlanReader.MostBytes >> 20} MiB; no plan is that large.", name);
            bytes.Write(piece, 0, more);
        }
        return bytes.ToArray();
    }

    static MillException Missing(string path, string why) => new(MillError.BadPlan, $"The plan {path} cannot be read: {why}.", path);
}
