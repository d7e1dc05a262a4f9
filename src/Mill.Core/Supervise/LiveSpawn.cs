using Mill.Cancel;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Supervise;

/// <summary>A spawn in its worker's care, from its launch until it and all that it left are gone.</summary>
internal sealed class LiveSpawn(LaunchedSpawn launched, int place)
{
    /// <summary>What was launched.</summary>
    public LaunchedSpawn Launched { get; } = launched;
    /// <summary>Which attempt.</summary>
    public SpawnId Id => Launched.Id;
    /// <summary>The place of its task in the plan.</summary>
    public int Place { get; } = place;
    /// <summary>How its process ended.</summary>
    public Happening.Exited? Exit { get; set; }
    /// <summary>Why it is ended: the limit that it met, or what ends the run.</summary>
    public (Reason Reason, string Message)? Met { get; set; }
    /// <summary>Whether it is ended because of others: with the run's time, or with the first failure.</summary>
    public bool IsCut { get; set; }
    /// <summary>Whether its process is still to be watched.</summary>
    public bool GoesOn => Exit is null && Met is null;
    /// <summary>Ends its processes; null while they may live.</summary>
    public TreeEnder? Ender { get; set; }
    /// <summary>What its end means, once that is known.</summary>
    public SpawnOutcome? Outcome { get; set; }

    /// <summary>When it last did something, on the boot clock.</summary>
    public long LastActivity { get; set; }
    /// <summary>The same, milliseconds since 1970; null as long as it did nothing.</summary>
    public long? LastActivityAt { get; set; }
    /// <summary>When its logs are looked at next.</summary>
    public long NextLogLook { get; set; }
    /// <summary>When its memory is looked at next.</summary>
    public long NextMemoryLook { get; set; } = long.MaxValue;
    /// <summary>When the next step of its end is due.</summary>
    public long NextEnding { get; set; } = long.MaxValue;

    /// <summary>When something has to be done about it next, as far as the clock alone tells.</summary>
    public long Due
    {
        get
        {
            if (!GoesOn) return Math.Min(NextEnding, Exit is null ? NextLogLook : long.MaxValue);
            return Math.Min(Math.Min(NextLogLook, NextMemoryLook), Launched.Limits.NextBootMs(LastActivity) ?? long.MaxValue);
        }
    }
}
