namespace Mill.Runs;

/// <summary>A command that a run's worker runs once the end is recorded.</summary>
public sealed record RunHook
{
    /// <summary>How long one may take, unless somebody says otherwise.</summary>
    public const long UsualTimeoutMs = 60_000;

    /// <summary>Whether it makes sense.</summary>
    public bool IsWhole => Command is { Count: > 0 } && !Command.Any(word => word is null) && TimeoutMs > 0 && Durations.IsLength(TimeoutMs);

    /// <summary>The command and its arguments, placeholders not filled in yet; empty means none, whatever a file says.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];
    /// <summary>How long it may take.</summary>
    public long TimeoutMs { get; init; } = UsualTimeoutMs;
}
