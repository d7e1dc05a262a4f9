using System.Text;

namespace Mill.Platform.Windows;

/// <summary>
/// The line by which the command processor runs a batch file. It takes lines apart by rules of its own, which programs do not know:
/// what it could take for more than an argument is kept from it, or refused.
/// </summary>
internal static class BatchCommandLine
{
    // A variable's value, cut to nothing: keeps the percent sign behind it from beginning a variable.
    const string Nothing = "%%cd:~,";
    const string Harmless = @"#$*+-./:?@\_";

    /// <summary>Why some arguments cannot be handed to a batch file; null when they can.</summary>
    public static string? Objection(IEnumerable<string> arguments) => arguments.Any(one => one.AsSpan().IndexOfAny("\"\r\n") >= 0)
        ? "it is a batch file, and an argument with a quote or a line end in it can turn into commands there; pass it in a file or a variable" : null;

    /// <summary>The line, for arguments that nothing stands against.</summary>
    public static string Of(string processor, string file, IEnumerable<string> arguments)
    {
        // Extensions on, so that the trick with the percent sign works; delayed expansion and autorun commands off.
        var line = new StringBuilder($"\"{processor}\" /e:ON /v:OFF /d /c \"\"{file}\"");
        foreach (var argument in arguments) Add(line.Append(' '), argument);
        return line.Append('"').ToString();
    }

    static void Add(StringBuilder line, string argument)
    {
        var isPlain = argument.Length > 0 && argument[^1] != '\\' && argument.All(IsHarmless);
        if (!isPlain) line.Append('"');
        foreach (var one in argument)
        {
            if (one == '%') line.Append(Nothing);
            line.Append(one);
        }
        if (isPlain) return;
        // So many backslashes before the closing quote are as many in the argument.
        line.Append('\\', argument.Length - argument.TrimEnd('\\').Length).Append('"');
    }

    static bool IsHarmless(char one) => char.IsAsciiLetterOrDigit(one) || one > '\u009f' || Harmless.Contains(one, StringComparison.Ordinal);
}
