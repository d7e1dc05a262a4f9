using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Cancel;

/// <summary>Processes that have a log of a run open.</summary>
internal static class LogHolders
{
    /// <summary>Those who do not belong to the run: named, never ended.</summary>
    public static IReadOnlyList<Survivor> Of(RunFolder folder)
    {
        var logs = Logs(folder);
        return logs.Length == 0 ? [] : [.. folder.Platform.Processes.HoldersOf(logs)
            .Select(one => new Survivor(one.Identity.Pid, one.Identity.StartTime, one.Name, "has-log-open"))];
    }

    /// <summary>One of those that may write to any of these logs, ours left out; null where nobody is seen, or readers look like writers.</summary>
    public static ProcessFacts? FirstWriter(IPlatform platform, IReadOnlyCollection<string> logs) => !platform.Processes.TellsWriters ? null
        : platform.Processes.HoldersOf(logs).FirstOrDefault(one => platform.Processes.WritesTo(one.Identity.Pid, logs));

    /// <summary>What processes of the run write to.</summary>
    public static string[] Logs(RunFolder folder) =>
    [
        .. folder.Platform.Files.ReadableNames(folder[FileNames.Logs])
            .Where(name => name.EndsWith(".out", StringComparison.Ordinal) || name.EndsWith(".err", StringComparison.Ordinal))
            .Select(name => folder[$"{FileNames.Logs}/{name}"]),
    ];
}
