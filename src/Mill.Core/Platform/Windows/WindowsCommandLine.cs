using System.Text;

namespace Mill.Platform.Windows;

/// <summary>Arguments as one line, by the rules by which programs take it apart again (those of the C runtime).</summary>
internal static class WindowsCommandLine
{
    /// <summary>The longest that a process can be given.</summary>
    public const int Longest = 32_766;

    /// <summary>The line.</summary>
    public static string Of(IEnumerable<string> arguments)
    {
        var line = new StringBuilder();
        foreach (var argument in arguments)
        {
            if (line.Length > 0) line.Append(' ');
            Add(line, argument);
        }
        return line.ToString();
    }

    static void Add(StringBuilder line, string argument)
    {
        if (argument.Length > 0 && argument.AsSpan().IndexOfAny(" \t\n\v\"") < 0)
        {
            line.Append(argument);
            return;
        }
        line.Append('"');
        var backslashes = 0;
        foreach (var one in argument)
        {
            // Before a quote, and only there, a backslash counts for half of one.
            if (one == '"') line.Append('\\', backslashes + 1);
            backslashes = one == '\\' ? backslashes + 1 : 0;
            line.Append(one);
        }
        line.Append('\\', backslashes).Append('"');
    }
}
