using Mill.Cli.Options;

namespace Mill.Cli.Verbs;

/// <summary>One verb of the command line.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Words">What follows it, for help.</param>
/// <param name="Least">How many words it needs.</param>
/// <param name="Most">How many it takes.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Options">Its own options.</param>
/// <param name="Act">Does it, and says what to exit with.</param>
/// <param name="Examples">How it is used.</param>
internal sealed record Verb(
    string Name, string Words, int Least, int Most, string Summary, Option[] Options, Func<Call, int> Act, string[] Examples)
{
    /// <summary>Any number of words.</summary>
    public const int Any = int.MaxValue;

    /// <summary>Other names for it.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>Whether its words are a command, whose options are its own.</summary>
    public bool TakesCommand { get; init; }

    /// <summary>The refusal of a line with too few words.</summary>
    public static UsageException SayWhich(string verb) => new($"Say which: mill {verb} {VerbTable.Find(verb)!.Words}.", verb);

    /// <summary>Reads what follows the verb.</summary>
    public ParsedLine Read(ReadOnlySpan<string> words)
    {
        var line = new LineParser(Name, [.. Options, .. CommonOptions.All], TakesCommand).Read(words);
        if (line.WantsHelp) return line;
        if (line.Words.Count < Least) throw SayWhich(Name);
        if (line.Words.Count > Most)
            throw new UsageException($"mill {Name} cannot do anything with '{line.Words[Most]}'.", Name, line.Words[Most]);
        return line;
    }
}
