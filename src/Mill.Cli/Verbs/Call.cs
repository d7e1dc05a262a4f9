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

    string? Home() => Line.One(CommonOptions.Home) is "" ? throw Line.Bad(CommonOptions.Home, "it is empty.") : Line.One(CommonOptions.Home);
}
