using Mill.Platform;

namespace Mill.Retention;

/// <summary>The logs of a run's spawns, on disk; what worker, stop and repair wrote beside them stays.</summary>
internal static class SpawnLogs
{
    /// <summary>How much room they take.</summary>
    public static long Measure(IFiles files, string logsFolder) => Find(files, logsFolder).Sum(log => log.Bytes);

    /// <summary>Removes them, and says how much room they took.</summary>
    public static long Remove(IFiles files, string logsFolder)
    {
        var bytes = 0L;
        foreach (var log in Find(files, logsFolder))
        {
            if (files.Delete(log.Path)) bytes += log.Bytes;
            Steps.Reached("sweep.log-removed");
        }
        return bytes;
    }

    // A folder of such a name is no log, whoever has made it.
    static List<(string Path, long Bytes)> Find(IFiles files, string logsFolder) =>
    [
        .. from name in files.ReadableNames(logsFolder)
           where IsLog(name)
           let path = Path.Combine(logsFolder, name)
           let facts = files.LookIfOpen(path)
           where facts is { Kind: FileKind.File }
           select (path, facts.Value.DiskBytes),
    ];

    static bool IsLog(string name)
    {
        var log = name.EndsWith(Logs.PlainRewrite.StageSuffix, StringComparison.Ordinal)
            ? name[..^Logs.PlainRewrite.StageSuffix.Length] : name;
        return log.EndsWith(".out", StringComparison.Ordinal) || log.EndsWith(".err", StringComparison.Ordinal);
    }
}
