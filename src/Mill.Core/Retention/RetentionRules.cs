using Mill.Runs;

namespace Mill.Retention;

/// <summary>The rules by which old logs and runs go; only what has ended ever does.</summary>
internal static class RetentionRules
{
    static readonly TimeSpan s_betweenSweeps = TimeSpan.FromMinutes(10);

    /// <summary>What goes, whole runs before logs alone, the oldest first.</summary>
    public static IReadOnlyList<SweepOutcome> Decide(IReadOnlyList<EndedRun> runs, RetentionLimits limits, DateTimeOffset now)
    {
        var ended = runs.Where(run => run.Status.IsTerminal())
            .OrderByDescending(run => run.EndedAt).ThenByDescending(run => run.Id, StringComparer.Ordinal).ToList();
        var whole = ended.Select((run, place) => WholeRun(run, place, limits, now)).OfType<SweepOutcome>().Reverse().ToList();
        var gone = whole.Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        return [.. whole, .. Logs(ended.Where(run => !gone.Contains(run.Id)).Reverse().ToList(), limits, now)];
    }

    /// <summary>Whether a sweep that comes by itself is due; one that is said to have been in the future is no reason to wait.</summary>
    public static bool IsDue(DateTimeOffset? last, DateTimeOffset now) =>
        last is not { } then || then > now || now - then >= s_betweenSweeps;

    static SweepOutcome? WholeRun(EndedRun run, int place, RetentionLimits limits, DateTimeOffset now) => run switch
    {
        { IsAwaited: true } => null,
        _ when run.EndedAt > now => null,
        _ when now - run.EndedAt >= limits.Runs => Whole(run, $"runs are kept for {Text(limits.Runs.Value)}"),
        _ when place >= limits.Keep => Whole(run, $"not among the {limits.Keep} newest"),
        _ => null,
    };

    // How much room a run takes is no reason for anything: only one that goes is measured, by whoever takes it.
    static SweepOutcome Whole(EndedRun run, string why) => new(run.Id, "run", 0, why);

    static List<SweepOutcome> Logs(List<EndedRun> oldestFirst, RetentionLimits limits, DateTimeOffset now)
    {
        // What is too old goes first: it makes room for what is not.
        var old = oldestFirst.Where(run => IsOld(run, limits, now)).ToList();
        var going = old.ConvertAll(run => Logs(run, $"logs are kept for {Text(LogAge(run, limits))}"));
        var total = oldestFirst.Sum(run => run.LogBytes) - old.Sum(run => run.LogBytes);
        foreach (var run in oldestFirst.Except(old).Where(run => run.LogBytes > 0 && run.EndedAt <= now))
        {
            if (total <= limits.LogBytes) break;
            total -= run.LogBytes;
            going.Add(Logs(run, $"logs may take {limits.LogBytes} bytes in all"));
        }
        return going;
    }

    static SweepOutcome Logs(EndedRun run, string why) => new(run.Id, "logs", run.LogBytes, why);

    // An end in the future means that the clock was set back: its age cannot be told.
    static bool IsOld(EndedRun run, RetentionLimits limits, DateTimeOffset now) =>
        run.LogBytes > 0 && run.EndedAt <= now && now - run.EndedAt >= LogAge(run, limits);

    static TimeSpan LogAge(EndedRun run, RetentionLimits limits) =>
        run.Status == RunStatus.Failed && limits.FailedLogs > limits.Logs ? limits.FailedLogs : limits.Logs;

    static string Text(TimeSpan age) => age switch
    {
        { TotalDays: >= 2 } => $"{age.TotalDays:0.#} days",
        { TotalHours: >= 2 } => $"{age.TotalHours:0.#} hours",
        { TotalMinutes: >= 2 } => $"{age.TotalMinutes:0.#} minutes",
        _ => $"{age.TotalSeconds:0.#} seconds",
    };
}
