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
    static List<SpawnLog> Find(IFiles files, string logsFolder)
    {
        var logs = new List<SpawnLog>();
        foreach (var name in files.ReadableNames(logsFolder))
            if (IsLog(name) && Path.Combine(logsFolder, name) is var path && files.LookIfOpen(path) is { Kind: FileKind.File } facts)
                logs.Add(new(path, facts.DiskBytes));
        return logs;
    }

    static bool IsLog(string name)
    {
        var log = name.EndsWith(Logs.PlainRewrite.StageSuffix, StringComparison.Ordinal)
            ? name[..^Logs.PlainRewrite.StageSuffix.Length] : name;
        return log.EndsWith(".out", StringComparison.Ordinal) || log.EndsWith(".err", StringComparison.Ordinal);
    }

    sealed record SpawnLog(string Path, long Bytes);
}
