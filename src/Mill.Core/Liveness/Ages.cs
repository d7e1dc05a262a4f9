using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Liveness;

/// <summary>How long ago things were: by the clock since boot within one start of the machine, else by wall time. Never negative.</summary>
internal static class Ages
{
    /// <summary>Milliseconds since the machine's start.</summary>
    public static long BootMs(this IPlatform platform) =>
        (long)TimeSpan.FromTicks((long)(platform.Clock.GetTimestamp() * ((double)TimeSpan.TicksPerSecond / platform.Clock.TimestampFrequency))).TotalMilliseconds;

    /// <summary>How old a heartbeat is; null when there is none, or it claims to be from the future.</summary>
    public static long? OfHeartbeat(Heartbeat? beat, IPlatform platform) => beat switch
    {
        null => null,
        _ when beat.BootId == platform.Machine.BootId => NotNegative(platform.BootMs() - beat.AtBootMs),
        _ => NotNegative(platform.Clock.GetUtcNow().ToUnixTimeMilliseconds() - beat.At),
    };

    /// <summary>How long nothing was written, as of now.</summary>
    public static long? OfActivity(Heartbeat? beat, RunRecord? record, IPlatform platform)
    {
        var last = beat?.LastActivityAt ?? record?.StartedAt?.ToUnixTimeMilliseconds();
        return last is { } at ? NotNegative(platform.Clock.GetUtcNow().ToUnixTimeMilliseconds() - at) : null;
    }

    /// <summary>How old the youngest sign of life is: heartbeat, events, logs, the folder itself.</summary>
    public static long? OfAnySign(RunFolder folder, Heartbeat? beat)
    {
        var now = folder.Platform.Clock.GetUtcNow();
        long? youngest = OfHeartbeat(beat, folder.Platform);
        foreach (var name in (string[])[FileNames.Heartbeat, FileNames.Events, FileNames.WorkerLog, FileNames.Logs, "."])
            if (folder.Platform.Files.Look(folder[name]) is { } facts && NotNegative((long)(now - facts.ModifiedAt).TotalMilliseconds) is { } age
                && !(age >= youngest)) youngest = age;
        return youngest;
    }

    /// <summary>Whether a deadline of this start of the machine has passed.</summary>
    public static bool IsPast(Deadline? deadline, IPlatform platform) =>
        deadline is not null && deadline.BootId == platform.Machine.BootId && platform.BootMs() >= deadline.AtMs;

    static long? NotNegative(long age) => age >= 0 ? age : null;
}
