namespace Mill.Watch;

/// <summary>The time, from the first sign of an end, in which the rest of the files that tell it may still come.</summary>
internal sealed class EndGrace(TimeProvider clock)
{
    static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);
    long? _began;

    public bool HasBegun => _began is not null;

    public bool IsOver => _began is { } began && clock.GetElapsedTime(began) >= s_grace;

    /// <summary>A second sign does not begin it anew.</summary>
    public void Begin() => _began ??= clock.GetTimestamp();
}
