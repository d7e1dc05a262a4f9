using System.Text;
using Mill.Cli.Options;
using Mill.Cli.Verbs;

namespace Mill.Cli;

/// <summary>Help, made of the same tables that the command line is read by.</summary>
internal static class HelpText
{
    const int Column = 28;

    /// <summary>Help for everything.</summary>
    public static string OfMill()
    {
        var text = new StringBuilder("""
            mill: background runs that outlive the shell that started them.

            Usage: mill VERB [OPTION…] [ID…]


            """);
        foreach (var verb in VerbTable.All) Row(text, verb.Name + Others(verb), verb.Summary);
        text.Append("\nWith every verb:\n");
        foreach (var option in CommonOptions.All) Row(text, Label(option), option.Summary);
        return text.Append("""

            ID is a run's id, any unique beginning of it, or its last four letters.
            Exit codes: 0 ok, 1 error, 2 wait timed out, 3 the run failed or is lost, 4 it was cancelled, 64 usage, 130 Ctrl+C.

            Examples:
              mill start -- dotnet test -c Release
              mill ls --active
              mill help start

            """).ToString();
    }

    /// <summary>Help for one verb.</summary>
    public static string Of(Verb verb)
    {
        var text = new StringBuilder($"mill {verb.Name}: {verb.Summary}.\n\nUsage: mill {verb.Name}");
        if (!verb.TakesCommand) text.Append(" [OPTION…]");
        if (verb.Words.Length > 0) text.Append(' ').Append(verb.Words);
        text.Append('\n');
        if (verb.Aliases.Length > 0) text.Append($"Also called: {string.Join(", ", verb.Aliases)}\n");
        text.Append("\nOptions:\n");
        foreach (var option in verb.Options.Concat(CommonOptions.All)) Row(text, Label(option), option.Summary);
        text.Append("\nExamples:\n");
        foreach (var example in verb.Examples) text.Append("  ").Append(example).Append('\n');
        return text.ToString();
    }

    static string Others(Verb verb) => verb.Aliases.Length > 0 ? $" ({string.Join(", ", verb.Aliases)})" : "";

    static string Label(Option option) =>
        (option.Letter is { } letter ? $"-{letter}, " : "") + $"--{(option.IsDeniable ? "[no-]" : "")}{option.Name}" + (option.Value is { } value ? $" {value}" : "");

    static void Row(StringBuilder text, string label, string summary) =>
        text.Append("  ").Append(label.PadRight(Column)).Append(' ').Append(summary).Append('\n');
}
