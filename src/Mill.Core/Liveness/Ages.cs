using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Liveness;

/// <summary>How long ago things were: by the clock since boot within one start of the machine, else by wall time. Never negative, nor longer than times can be.</summary>
internal static class Ages
{
    static readonly string[] s_signs = [FileNames.Heartbeat, FileNames.Events, FileNames.WorkerLog, FileNames.Logs];

    /// <summary>Milliseconds since the machine's start.</summary>
    public static long BootMs(this IPlatform platform) =>
        (long)TimeSpan.FromTicks((long)(platform.Clock.GetTimestamp() * ((double)TimeSpan.TicksPerSecond / platform.Clock.TimestampFrequency))).TotalMilliseconds;

    /// <summary>How old a heartbeat is; null when there is none, or it claims to be from the future.</summary>
    public static long? OfHeartbeat(Heartbeat? beat, IPlatform platform) => beat switch
    {
        null => null,
        _ when beat.BootId == platform.Machine.BootId => Sensible(platform.BootMs() - beat.AtBootMs),
        _ => Sensible(platform.Clock.GetUtcNow().ToUnixTimeMilliseconds() - beat.At),
    };

    /// <summary>How long nothing was written, noted, asked or answered, as of now.</summary>
    public static long? OfActivity(Heartbeat? beat, RunRecord? record, IPlatform platform)
    {
        var written = beat?.LastActivityAt ?? record?.StartedAt?.ToUnixTimeMilliseconds();
        var last = Later(written, Later(record?.NotedAt?.ToUnixTimeMilliseconds(), record?.QuestionAt?.ToUnixTimeMilliseconds()));
        return last is { } at ? Sensible(platform.Clock.GetUtcNow().ToUnixTimeMilliseconds() - at) : null;
    }

    /// <summary>How old the youngest sign of life is: heartbeat, events, logs, its place on the to-do list. Not the
    /// folder's own time: taking the run's lock for the first time would renew it.</summary>
    public static long? OfAnySign(RunFolder folder, RunRecord? record, Heartbeat? beat)
    {
        var now = folder.Platform.Clock.GetUtcNow();
        var written = (record?.Tasks ?? []).Where(task => task.Status == TaskState.Running).SelectMany(task => LogsOf(folder, new SpawnId(task.Name, task.Attempts)));
        var youngest = Younger(OfHeartbeat(beat, folder.Platform), Since(folder.Home.MarkedAt(folder.Id), now));
        foreach (var path in s_signs.Select(name => folder[name]).Concat(written)) youngest = Younger(youngest, Since(folder.Platform.Files.LookIfOpen(path)?.ModifiedAt, now));
        return youngest;
    }

    static string[] LogsOf(RunFolder folder, SpawnId spawn) => [folder.OutOf(spawn), folder.ErrOf(spawn)];

    /// <summary>Whether a deadline of this start of the machine has passed.</summary>
    public static bool IsPast(Deadline? deadline, IPlatform platform) =>
        deadline is not null && deadline.BootId == platform.Machine.BootId && platform.BootMs() >= deadline.AtMs;

    static long? Later(long? one, long? other) => one > other || other is null ? one : other;

    static long? Younger(long? one, long? other) => one < other || other is null ? one : other;

    /// <summary>How long ago a moment of wall time was.</summary>
    public static long? Since(DateTimeOffset? then, DateTimeOffset now) => then is { } at ? Sensible((long)(now - at).TotalMilliseconds) : null;

    static long? Sensible(long age) => age >= 0 && age <= TimeSpan.MaxValue.TotalMilliseconds ? age : null;
}
