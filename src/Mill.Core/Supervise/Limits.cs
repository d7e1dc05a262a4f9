using Mill.Platform;
using Mill.Runs;

namespace Mill.Supervise;

/// <summary>What a spawn may still take; a rule without I/O.</summary>
/// <param name="Task">What was allowed.</param>
/// <param name="OutputBytes">How much it may write.</param>
/// <param name="Deadline">When its time is up.</param>
internal sealed record Limits(TaskSpec Task, long? OutputBytes, Deadline? Deadline)
{
    /// <summary>The limit that is met, and how, in words; null while none is.</summary>
    public (Reason Reason, string Message)? Met(long nowBootMs, long lastActivityBootMs, bool waits, long bytesWritten, long? treeBytes)
    {
        if (Deadline is { } deadline && nowBootMs >= deadline.AtMs)
            return (Reason.Timeout, $"it took longer than {Duration(Task.TimeoutMs!.Value)}");
        if (Task.IdleTimeoutMs is { } idle && !waits && nowBootMs - lastActivityBootMs >= idle)
            return (Reason.IdleTimeout, $"it wrote nothing for {Duration(idle)}");
        if (Task.MemoryLimitBytes is { } memory && treeBytes > memory)
            return (Reason.MemoryLimit, $"it took {treeBytes >> 20} MiB of memory; {memory >> 20} MiB were allowed");
        if (OutputBytes is { } output && bytesWritten > output)
            return (Reason.OutputLimit, $"it wrote {bytesWritten} bytes; {output} were allowed");
        return null;
    }

    /// <summary>When a limit can be met next, as far as the clock alone tells.</summary>
    public long? NextBootMs(long lastActivityBootMs)
    {
        var idle = Task.IdleTimeoutMs is { } quiet ? lastActivityBootMs + quiet : (long?)null;
        return (Deadline?.AtMs, idle) switch
        {
            ({ } one, { } other) => Math.Min(one, other),
            var (one, other) => one ?? other,
        };
    }

    static string Duration(long ms) => Durations.Say(TimeSpan.FromMilliseconds(ms));
}
