namespace Mill.Runs;

/// <summary>How much a status wants to be seen.</summary>
internal enum Tone
{
    /// <summary>Stands back.</summary>
    Aside,
    /// <summary>Is under way.</summary>
    Active,
    /// <summary>Ended well.</summary>
    Good,
    /// <summary>Is worth a look.</summary>
    Warning,
    /// <summary>Ended badly.</summary>
    Bad,
    /// <summary>Is not what was recorded.</summary>
    Alarm,
}

/// <summary>What is shown of a run's status, from the words for it: what is true now, and what is wrong with it.</summary>
internal static class StatusText
{
    /// <summary>The status, with what is wrong with it in brackets.</summary>
    public static string Of(string status, string health, bool mismatch) => (status, health, mismatch) switch
    {
        ("ending", _, true) => "ending (overdue)",
        ("pending" or "running" or "waiting", "stale" or "unknown" or "dead", _) => $"{status} ({health})",
        _ => status,
    };

    /// <summary>Why a run failed, in brackets; nothing where only its exit code tells, and that is left out.</summary>
    public static string Failure(string? reason, int? exitCode, string? signal) => (signal, reason, exitCode) switch
    {
        ({ Length: > 0 }, "signal" or null, _) => $" ({signal})",
        (_, not (null or "exit"), _) => $" ({reason})",
        (_, _, { } code) => FormattableString.Invariant($" (exit {code})"),
        _ => "",
    };

    /// <summary>How much it wants to be seen.</summary>
    public static Tone Tone(string status, string health, bool mismatch) => (status, health, mismatch) switch
    {
        ("lost", _, _) => Runs.Tone.Alarm,
        ("failed", _, _) => Runs.Tone.Bad,
        ("complete", _, _) => Runs.Tone.Good,
        ("cancelled", _, _) or (_, "stale", _) or (_, _, true) => Runs.Tone.Warning,
        ("waiting", _, _) => Runs.Tone.Warning, // For a person, who may be the one who looks.
        ("running", _, _) => Runs.Tone.Active,
        _ => Runs.Tone.Aside,
    };
}
