namespace Mill.Platform;

/// <summary>Looks again and again, less and less often, where the system does not tell of changes.</summary>
internal sealed class LookingAgain
{
    /// <summary>The longest pause between two looks.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>How long until the next look.</summary>
    public TimeSpan Pause { get; private set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>It is time for a look: something may have changed.</summary>
    public Waking Look()
    {
        Pause = Pause * 2 < Longest ? Pause * 2 : Longest;
        return Waking.Changed;
    }
}
