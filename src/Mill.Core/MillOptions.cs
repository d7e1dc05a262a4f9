namespace Mill;

/// <summary>Where Mill keeps its runs, and what it works with.</summary>
public sealed record MillOptions
{
    /// <summary>The home; null means <c>$MILL_HOME</c>, else <c>~/.mill</c>.</summary>
    public string? Home { get; init; }
    /// <summary>The <c>mill</c> executable that workers run, as it is; null means this process if it is <c>mill</c>, else the installed one.</summary>
    public string? Executable { get; init; }
    /// <summary>The folder of the module or program that this library came with, with <c>mill</c> or <c>native/&lt;runtime id&gt;/mill</c>
    /// in it; null means the folder of this library.</summary>
    public string? InstalledIn { get; init; }
}
