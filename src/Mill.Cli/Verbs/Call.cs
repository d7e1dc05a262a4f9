using Mill.Cli.Options;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary>One use of a verb: what was said, and where the answer goes.</summary>
internal sealed class Call(ParsedLine line, Output output, TimeProvider clock, MillOptions options)
{
    MillClient? _client;

    /// <summary>What was said.</summary>
    public ParsedLine Line { get; } = line;

    /// <summary>Where the answer goes.</summary>
    public Output Output { get; } = output;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>Whether a program reads the answer.</summary>
    public bool Json { get; } = line.Has(CommonOptions.Json);

    /// <summary>The way in.</summary>
    public MillClient Client => _client ??= new MillClient(options with { Home = Home() });

    /// <summary>The run that the first word names.</summary>
    public RunId First() => Client.Find(Line.Words[0]);

    /// <summary>A command to type next, for the same home.</summary>
    public string Next(string command) => Line.One(CommonOptions.Home) is { } home ? $"{command} --home {SafeText.Word(home)}" : command;

    /// <summary>A message whose advice is for the same home.</summary>
    public string InHome(string message)
    {
        // A message may repeat what people wrote; of Mill is what is to be typed at its end.
        var at = Math.Max(message.LastIndexOf("ry: mill ", StringComparison.Ordinal), message.LastIndexOf("first: mill ", StringComparison.Ordinal));
        if (at < 0 || Line.One(CommonOptions.Home) is not { } home) return message;
        var advice = message[at..];
        foreach (var lead in (string[])[": mill ", ", or mill "])
            advice = advice.Replace(lead, $"{lead}--home {SafeText.Word(home)} ", StringComparison.Ordinal);
        return message[..at] + advice;
    }

    string? Home() => Line.One(CommonOptions.Home) is "" ? throw Line.Bad(CommonOptions.Home, "it is empty.") : Line.One(CommonOptions.Home);
}
