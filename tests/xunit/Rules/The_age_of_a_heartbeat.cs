using Mill.Liveness;
using Mill.Runs;

namespace Mill.Tests.Rules;

/// <summary>How old a heartbeat is taken to be, whatever its clocks say.</summary>
public sealed class The_age_of_a_heartbeat
{
    const long Day = 86_400_000;

    [Theory]
    [InlineData(-Day), InlineData(0L), InlineData(Day)]
    public void C47_is_told_by_the_clock_since_boot_wherever_the_wall_clock_was_set(long byWall) => Assert.Equal(5_000, Age(5_000, byWall));

    [Theory]
    [InlineData(-Day), InlineData(0L), InlineData(Day)]
    public void C47_of_another_start_of_the_machine_is_told_by_the_wall_clock(long sinceBoot) => Assert.Equal(5_000, Age(sinceBoot, 5_000, "another"));

    [Theory]
    [InlineData(null), InlineData("another")]
    public void C47_of_the_future_is_none(string? boot) => Assert.Null(Age(-1, -1, boot));

    // Of one that was written so many milliseconds ago by each clock.
    static long? Age(long sinceBoot, long byWall, string? boot = null)
    {
        var platform = OtherPlatform.With<TimeProvider>(new Standing());
        return Ages.OfHeartbeat(new Heartbeat
        {
            StartTime = "99",
            RunId = "20260102-030405-abcd",
            BootId = boot ?? platform.Machine.BootId,
            AtBootMs = Standing.SinceBoot - sinceBoot,
            At = Standing.Now.ToUnixTimeMilliseconds() - byWall,
        }, platform);
    }

    sealed class Standing : TimeProvider
    {
        public const long SinceBoot = 2 * Day;

        public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => SinceBoot;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
