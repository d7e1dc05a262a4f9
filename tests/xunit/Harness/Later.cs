using Mill.Platform;

namespace Mill.Tests.Harness;

/// <summary>A wall clock that is that much ahead; the time since the machine's start is what it is.</summary>
sealed class Later(TimeSpan time) : TimeProvider
{
    readonly TimeProvider _clock = Current.Platform.Clock;

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow() + time;
}
