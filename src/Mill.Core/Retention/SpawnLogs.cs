using Mill.Platform;

namespace Mill.Retention;

/// <summary>The logs of a run's spawns, on disk; what worker, stop and repair wrote beside them stays.</summary>
internal static class SpawnLogs
{
    /// <summary>How much room they take.</summary>
    public static long Measure(IFiles files, string logsFolder) =>
        Paths(files, logsFolder).Sum(path => files.Look(path)?.DiskBytes ?? 0);

    /// <summary>Removes them, and says how much room they took.</summary>
    public static long Remove(IFiles files, string logsFolder)
    {
        var bytes = 0L;
        foreach (var path in Paths(files, logsFolder))
        {
            var took = files.Look(path)?.DiskBytes ?? 0;
            if (files.Delete(path)) bytes += took;
            Steps.Reached("sweep.log-removed");
        }
        return bytes;
    }

    static List<string> Paths(IFiles files, string logsFolder) =>
        files.ReadableNames(logsFolder).Where(IsLog).Select(name => Path.Combine(logsFolder, name)).ToList();

    static bool IsLog(string name)
    {
        var log = name.EndsWith(Logs.PlainRewrite.StageSuffix, StringComparison.Ordinal)
            ? name[..^Logs.PlainRewrite.StageSuffix.Length] : name;
        return log.EndsWith(".out", StringComparison.Ordinal) || log.EndsWith(".err", StringComparison.Ordinal);
    }
}
