using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>Wall time, and timestamps of the clock that goes on while the machine sleeps.</summary>
internal sealed class MacClock : TimeProvider
{
    // time.h: CLOCK_MONOTONIC_RAW is mach_continuous_time, CLOCK_UPTIME_RAW mach_absolute_time, which stands still in sleep.
    const int Continuous = 4, Awake = 8;
    const long NanosecondsPerSecond = 1_000_000_000, NanosecondsPerMs = 1_000_000;

    static readonly Lazy<(uint Multiplier, uint Divisor)> s_unit = new(ReadUnit);

    /// <summary>Nanoseconds.</summary>
    public override long TimestampFrequency => NanosecondsPerSecond;

    /// <summary>Nanoseconds since the machine's start.</summary>
    public override long GetTimestamp() =>
        MacProcessCalls.Clock(Continuous) is > 0 and var now ? (long)now : throw Failure.Refused("the time");

    /// <summary>When something was, milliseconds of this clock, that the kernel noted in its own units, which count no sleep. Too late by the sleep since
    /// then, and never too early.</summary>
    public long BootMs(ulong units)
    {
        var (multiplier, divisor) = s_unit.Value;
        var was = (Int128)units * multiplier / divisor;
        return (long)((GetTimestamp() - ((long)MacProcessCalls.Clock(Awake) - was)) / NanosecondsPerMs);
    }

    /// <summary>The same for a moment of the wall's clock, which may have been set since.</summary>
    public long BootMs(DateTimeOffset moment) =>
        GetTimestamp() / NanosecondsPerMs - (long)(GetUtcNow() - moment).TotalMilliseconds;

    static unsafe (uint Multiplier, uint Divisor) ReadUnit()
    {
        var unit = stackalloc uint[2];
        return MacProcessCalls.TimeUnit(unit) == 0 && unit[1] != 0 ? (unit[0], unit[1]) : (1, 1);
    }
}
