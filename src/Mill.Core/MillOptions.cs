namespace Mill;

/// <summary>Where Mill keeps its runs, and what it works with.</summary>
public sealed record MillOptions
{
    /// <summary>The home; null means <c>$MILL_HOME</c>, else <c>~/.mill</c>.</summary>
    public string? Home { get; init; }
    /// <summary>The <c>mill</c> executable that workers run; null means the one that belongs to this library.</summary>
    public string? Executable { get; init; }
}
