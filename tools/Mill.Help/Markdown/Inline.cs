using System.Text.RegularExpressions;

namespace Mill.Help.Markdown;

/// <summary>Markup inside a line.</summary>
internal static partial class Inline
{
    /// <summary>The text as it is read where there is no markup.</summary>
    public static string Plain(string text) => Markup().Replace(text, Bare).Trim();

    /// <summary>The first link of a line: what is read of it, and where it leads.</summary>
    public static (string Text, string Target)? Link(string line) =>
        Markup().Match(line) is { Success: true } link && link.Groups["target"] is { Success: true, Value: var target }
            ? (link.Groups["link"].Value, target)
            : null;

    static string Bare(Match markup) =>
        markup.Groups["code"].Value + markup.Groups["bold"].Value + markup.Groups["link"].Value;

    [GeneratedRegex(@"`(?<code>[^`]+)`|\*\*(?<bold>[^*]+)\*\*|\[(?<link>[^\]]+)\]\((?<target>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Markup();
}
