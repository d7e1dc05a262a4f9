namespace Mill.Tests.Harness;

/// <summary>A clock that lets time pass that nobody could use.</summary>
sealed class Leaping : TimeProvider
{
    long _leapt;

    /// <summary>It is that much later.</summary>
    public void Leap(TimeSpan time) => Interlocked.Add(ref _leapt, (long)(time.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _leapt);
}
