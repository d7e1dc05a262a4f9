namespace Mill.Runs;

/// <summary>What somebody who looks at a run in trouble may type next.</summary>
internal static class NextStep
{
    /// <summary>The commands and what each is for, from the words for what is true of a run; none for a run that is well.</summary>
    public static (string Command, string What)[] For(string id, string status, string health, bool mismatch) => (status, health, mismatch) switch
    {
        ("lost", _, _) => [($"mill repair {id}", "puts the record right"), ($"mill resume {id}", "runs again what had not finished")],
        ("failed", _, _) => [($"mill logs {id} -n 50", "what it printed last"), ($"mill resume {id}", "runs again what had not finished")],
        (_, _, true) => [($"mill repair {id} --dry-run", "says what is wrong")],
        (_, "stale", _) => [($"mill repair {id} --dry-run", "says what is known of it")],
        _ => [],
    };
}
