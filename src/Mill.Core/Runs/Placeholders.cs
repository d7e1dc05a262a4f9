using System.Text;

namespace Mill.Runs;

/// <summary>
/// Gaps in a text, <c>{{name}}</c>. They are filled in once, from left to right: what is filled in is never looked at again.
/// Four braces stand for two.
/// </summary>
internal static class Placeholders
{
    const string Open = "{{", Close = "}}", Escaped = "{{{{";

    /// <summary>What stands for something at the launch, whatever the parameters are.</summary>
    public static readonly string[] OfLaunch = ["runId", "spawnId", "runDir", "sessionFile", "home"];
    /// <summary>What a hook knows beside that.</summary>
    public static readonly string[] OfHook = [.. OfLaunch, "status"];
    /// <summary>What is known before there is a run.</summary>
    public static readonly string[] OfStart = ["home"];

    /// <summary>The text with its gaps filled in; what nobody knows stays as it is.</summary>
    public static string Fill(string text, Func<string, string?> known)
    {
        if (!AreIn(text)) return text;
        var filled = new StringBuilder(text.Length + 64);
        foreach (var piece in Pieces(text)) filled.Append(piece.Name is { } name ? known(name) ?? piece.Text : piece.Text);
        return filled.ToString();
    }

    /// <summary>Arguments of a spec with their gaps filled in, by its parameters first; of a spec that has none, as they are.</summary>
    public static IReadOnlyList<string> Fill(RunSpec spec, IReadOnlyList<string> arguments, Func<string, string?> known) =>
        spec.Parameters is null ? arguments : [.. arguments.Select(text => Fill(text, name => spec.Parameters?.GetValueOrDefault(name) ?? known(name)))];

    /// <summary>Whether a text has a gap, or braces that stand for others.</summary>
    public static bool AreIn(string text) => text.Contains(Open, StringComparison.Ordinal);

    /// <summary>The text that is filled in to what this one is.</summary>
    public static string Escape(string text) => text.Replace(Open, Escaped, StringComparison.Ordinal);

    /// <summary>What is wrong with the gaps of a text; null where nothing is.</summary>
    public static string? Fault(string text, IReadOnlyCollection<string> known)
    {
        foreach (var piece in Pieces(text))
            if (piece.Name is { } name && !known.Contains(name))
                return $"{piece.Text} stands for nothing here.{Suggestion(name, known)}";
            else if (piece.Broken is { } broken)
                return $"{broken} is no placeholder, which is {{{{name}}}}; write {Escaped} for two braces";
        return null;
    }

    /// <summary>Whether something may be called so.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');

    static string Suggestion(string name, IReadOnlyCollection<string> known) => Nearest.To(name, known) is { } nearest
        ? $" Did you mean {{{{{nearest}}}}}?"
        : OfHook.Contains(name, StringComparer.Ordinal) ? " It is not known before the launch." : " Name it in 'parameters'.";

    // Of a row of braces each four are two; of what is left of it, the last two open a gap.
    static IEnumerable<Piece> Pieces(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf(Open, at, StringComparison.Ordinal);
            if (open < 0) open = text.Length;
            if (open > at) yield return new Piece(text[at..open]);
            var braces = text.AsSpan(open).IndexOfAnyExcept('{') is var end and >= 0 ? end : text.Length - open;
            var (twos, left) = (braces / Escaped.Length, braces % Escaped.Length);
            yield return new Piece(new string('{', 2 * twos + left % 2));
            at = open + braces;
            if (left < Open.Length) continue;
            var close = text.IndexOf(Close, at, StringComparison.Ordinal);
            var name = close < 0 ? "" : text[at..close].Trim();
            if (!IsName(name))
            {
                yield return new Piece(Open, Broken: Open + (close < 0 ? text[at..] : text[at..close] + Close));
                continue;
            }
            at = close + Close.Length;
            yield return new Piece($"{Open}{name}{Close}", name);
        }
    }

    readonly record struct Piece(string Text, string? Name = null, string? Broken = null);
}
