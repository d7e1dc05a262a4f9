using System.Text;

namespace Mill.Runs;

/// <summary>Text that somebody else chose, made fit for a terminal: nothing in it moves the cursor or turns the line around.</summary>
internal static class SafeText
{
    /// <summary>The text with every control character spelled out.</summary>
    public static string Escape(string text)
    {
        if (!NeedsEscape(text)) return text;
        var safe = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var paired = char.IsSurrogatePair(text, i);
            if (paired) safe.Append(text, i++, 2);
            else if (IsUnsafe(text[i])) safe.Append(Spell(text[i]));
            else safe.Append(text[i]);
        }
        return safe.ToString();
    }

    /// <summary>Lines, each made fit for a terminal; null is none.</summary>
    public static string Lines(params string?[] lines) => string.Join('\n', lines.OfType<string>().Select(Escape));

    /// <summary>What a run does: the title of its program, or its command as it could be typed into a shell.</summary>
    public static string Command(Run run) =>
        (run.Plan?.Title ?? run.Program?.Title) is { } title ? Escape(title) : Command(run.Command, run.Arguments);

    /// <summary>A command as it could be typed into a shell, made fit for a terminal.</summary>
    public static string Command(string? command, IReadOnlyList<string> arguments)
    {
        if (command is null) return "";
        var line = new StringBuilder(Quote(command));
        foreach (var argument in arguments) line.Append(' ').Append(Quote(argument));
        return Escape(line.ToString());
    }

    /// <summary>A word as it could be typed into a shell; not yet fit for a terminal.</summary>
    public static string Word(string word) => Quote(word);

    static bool NeedsEscape(string text)
    {
        foreach (var one in text)
            if (char.IsSurrogate(one) || IsUnsafe(one)) return true;
        return false;
    }

    static bool IsUnsafe(char one) => char.IsControl(one) || char.IsSurrogate(one) || one switch
    {
        >= '\u202a' and <= '\u202e' => true, // bidirectional embedding and override
        >= '\u2066' and <= '\u2069' => true, // bidirectional isolates
        '\u2028' or '\u2029' => true, // line and paragraph separators
        '\u200e' or '\u200f' or '\u061c' => true, // direction marks
        _ => false,
    };

    static string Spell(char one) => one switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < '\x80' => $"\\x{(int)one:x2}",
        _ => $"\\u{(int)one:x4}",
    };

    static string Quote(string word) => word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", "'\\''")}'";

    static bool IsPlain(char one) => char.IsLetterOrDigit(one) || (one > '\x9f' && !char.IsWhiteSpace(one)) || "-_./=:,+@%^~".Contains(one);
}
