using Mill.Runs;

namespace Mill.Cli.Options;

/// <summary>What a command line says, once it is known to make sense.</summary>
internal sealed class ParsedLine(string? verb)
{
    /// <summary>The value of an option that was said not to be wanted.</summary>
    public const string Denied = "no";

    readonly List<Given> _given = [];

    /// <summary>The verb, for messages.</summary>
    public string? Verb { get; } = verb;

    /// <summary>Words that are no options: ids, or a command and its arguments.</summary>
    public List<string> Words { get; } = [];

    /// <summary>Whether help was asked for.</summary>
    public bool WantsHelp => Has(CommonOptions.Help);

    /// <summary>Notes an option.</summary>
    public void Add(Option option, string value) => _given.Add(new(option, value));

    /// <summary>Takes over what was said before the verb.</summary>
    public void Add(ParsedLine earlier) => _given.AddRange(earlier._given);

    /// <summary>Whether an option was given.</summary>
    public bool Has(Option option) => _given.Exists(one => one.Option == option);

    /// <summary>Whether something is wanted, the last word counting; null where nothing is said of it.</summary>
    public bool? Choice(Option option) => One(option) is { } said ? said != Denied : null;

    /// <summary>The value of an option, the last one where it was given twice; null where it was not.</summary>
    public string? One(Option option) => _given.FindLast(one => one.Option == option)?.Value;

    /// <summary>All values of an option, in their order.</summary>
    public IEnumerable<string> All(Option option) => _given.Where(one => one.Option == option).Select(one => one.Value);

    /// <summary>An option's length of time.</summary>
    public TimeSpan? Time(Option option, bool orZero = false) =>
        One(option) is { } text ? Read(option, text, value => Durations.Parse(value, orZero)) : null;

    /// <summary>An option's amount of bytes.</summary>
    public long? Size(Option option, bool orZero = false, long least = 0) => One(option) switch
    {
        null => null,
        { } text when Read(option, text, value => Sizes.Parse(value, orZero)) is var size && size >= least => size,
        { } text => throw Bad(option, $"'{text}' is too little: it is at least {Sizes.Say(least)}.", text),
    };

    /// <summary>An option's whole number.</summary>
    public int? Count(Option option, int least) => One(option) switch
    {
        null => null,
        { } text when int.TryParse(text, System.Globalization.NumberStyles.None, null, out var count) && count >= least => count,
        { } text => throw Bad(option, $"'{text}' is no whole number from {least} up.", text),
    };

    /// <summary>An option's number of processors.</summary>
    public double? Processors(Option option) => One(option) switch
    {
        null => null,
        { } text when double.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint,
            System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 0.01 and <= 65_536 => number,
        { } text => throw Bad(option, $"'{text}' is no number of processors: write 0.5, 1 or 4.", text),
    };

    /// <summary>A refusal of an option's value.</summary>
    public UsageException Bad(Option option, string why, string? target = null) => new($"--{option.Name}: {why}", Verb, target);

    sealed record Given(Option Option, string Value);

    T Read<T>(Option option, string text, Func<string, T> read)
    {
        try { return read(text); }
        catch (MillException refused) when (refused.Code == MillError.BadValue) { throw Bad(option, refused.Message, text); }
    }
}
