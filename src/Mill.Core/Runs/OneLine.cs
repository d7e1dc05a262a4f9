namespace Mill.Runs;

/// <summary>Text that a process tells people: one line of bounded length.</summary>
internal static class OneLine
{
    /// <summary>How many characters of it are kept.</summary>
    public const int MaxLength = 2_000;

    /// <summary>The text with its line ends as spaces, and no longer than may be.</summary>
    public static string Of(string text) => Cut(text.ReplaceLineEndings(" ").Replace('\0', ' ').Trim());

    /// <summary>Whether it is such a text as it stands.</summary>
    public static bool Is(string text) => text.Length <= MaxLength && text == text.ReplaceLineEndings("") && !text.Contains('\0', StringComparison.Ordinal);

    // Half a character would be none.
    static string Cut(string text) =>
        text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
}
