using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>Wall time, and timestamps of the clock that goes on while the machine sleeps.</summary>
internal sealed class MacClock : TimeProvider
{
    // time.h: CLOCK_MONOTONIC_RAW is mach_continuous_time, CLOCK_UPTIME_RAW mach_absolute_time, which stands still in
    // sleep.
    const int Continuous = 4, Awake = 8;
    const long NanosecondsPerSecond = 1_000_000_000, NanosecondsPerMs = 1_000_000;

    static readonly Lazy<(uint Multiplier, uint Divisor)> s_unit = new(ReadUnit);

    /// <summary>Nanoseconds.</summary>
    public override long TimestampFrequency => NanosecondsPerSecond;

    /// <summary>Nanoseconds since the machine's start.</summary>
    public override long GetTimestamp() =>
        MacProcessCalls.Clock(Continuous) is > 0 and var now ? (long)now : throw Failure.Refused("the time");

    /// <summary>When something was, in milliseconds of this clock, of which the kernel noted the moment by the wall's
    /// clock and, where that is shown, in units of its own (else 0). The wall's clock may have been set since, and the
    /// units count no sleep and are of another length to a program for another processor: the later of the two is never
    /// too early for long.</summary>
    public long BootMs(DateTimeOffset moment, ulong units)
    {
        var now = GetTimestamp();
        var byWall = now / NanosecondsPerMs - (long)(GetUtcNow() - moment).TotalMilliseconds;
        if (units == 0) return byWall;
        var (multiplier, divisor) = s_unit.Value;
        var age = (Int128)MacProcessCalls.Clock(Awake) - (Int128)units * multiplier / divisor;
        return Math.Max(byWall, (long)((now - age) / NanosecondsPerMs));
    }

    static unsafe (uint Multiplier, uint Divisor) ReadUnit()
    {
        var unit = stackalloc uint[2];
        return MacProcessCalls.TimeUnit(unit) == 0 && unit[1] != 0 ? (unit[0], unit[1]) : (1, 1);
    }
}
