using System.Globalization;
using Mill.Runs;

namespace Mill.Written;

/// <summary>An object that a person wrote, read key by key. What makes no sense is noted at its line, and counts as not given;
/// keys that nobody asked for are faults in the end.</summary>
internal sealed class WrittenGroup
{
    readonly Dictionary<string, Member> _members;
    readonly HashSet<string> _known;
    readonly Faults _faults;
    readonly string _what;
    readonly string? _place;

    /// <summary>An object; what it is, in words, is for the messages.</summary>
    /// <param name="group">The object.</param>
    /// <param name="faults">Where faults are noted.</param>
    /// <param name="what">What it is, in words.</param>
    /// <param name="place">Where it is, in words, for what has no line.</param>
    public WrittenGroup(Value.Group group, Faults faults, string what, string? place = null) : this(group, faults, what, place, Comparer(group)) { }

    WrittenGroup(Value.Group group, Faults faults, string what, string? place, StringComparer keys)
    {
        (Line, _faults, _what, _place) = (group.Line, faults, what, place);
        (_members, _known) = (new Dictionary<string, Member>(keys), new HashSet<string>(keys));
        foreach (var member in group.Members)
            if (!_members.TryAdd(member.Name, member)) Note(member.Line, $"'{member.Name}' is given twice");
    }

    // What has no line was typed into a shell, to which upper and lower case are one.
    static StringComparer Comparer(Value.Group group) => group.Line > 0 ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>Where it begins.</summary>
    public int Line { get; }

    /// <summary>The whole file as an object; null, and a fault, where it is none.</summary>
    public static WrittenGroup? Of(Value? value, Faults faults, string what, string? place = null)
    {
        if (value is Value.Group group) return new WrittenGroup(group, faults, what, place);
        if (value is not null) faults.Add(value.Line, Placed(value.Line, place, $"{what} is an object, {{ … }}; this is {value.Kind}"));
        return null;
    }

    /// <summary>The line of a key, or of the object where the key is missing.</summary>
    public int LineOf(string key) => _members.TryGetValue(key, out var member) ? member.Line : Line;

    /// <summary>Its keys, as they were written.</summary>
    public IEnumerable<string> Keys => _members.Keys;

    /// <summary>Whether a key is given.</summary>
    public bool Has(string key) => _members.ContainsKey(key);

    /// <summary>Notes a fault at a key.</summary>
    public void Blame(string key, string message) => Note(LineOf(key), message);

    /// <summary>Notes a fault at a line.</summary>
    public void Blame(int line, string message) => _faults.Add(line, message);

    /// <summary>A value as it stands; null where it is not given.</summary>
    public Value? Any(string key)
    {
        _known.Add(key);
        return _members.TryGetValue(key, out var member) && member.Value is not Value.Nothing ? member.Value : null;
    }

    /// <summary>A text.</summary>
    public string? Text(string key) => Any(key) switch
    {
        null => null,
        Value.Text text => text.Content,
        var other => Wrong<string>(other, key, "a text"),
    };

    /// <summary>True or false; false where it is not given.</summary>
    public bool Flag(string key) => Any(key) switch
    {
        null => false,
        Value.Flag flag => flag.Content,
        var other => Wrong<object>(other, key, "true or false") is not null,
    };

    /// <summary>True or false; null where it is not given.</summary>
    public bool? Choice(string key) => Any(key) switch
    {
        null => null,
        Value.Flag flag => flag.Content,
        var other => WrongChoice(other, key),
    };

    /// <summary>A whole number.</summary>
    public int? Count(string key, int least, int most = int.MaxValue) => Any(key) switch
    {
        null => null,
        Value.Number number when int.TryParse(number.Content, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most => count,
        var other => WrongNumber(other, key, most == int.MaxValue ? $"a whole number from {least} up" : $"a whole number from {least} to {most}"),
    };

    /// <summary>A number.</summary>
    public double? Number(string key, double least, double most) => Any(key) switch
    {
        null => null,
        Value.Number number when double.TryParse(number.Content, NumberStyles.Float, CultureInfo.InvariantCulture, out var given) && given >= least && given <= most => given,
        var other => WrongNumber(other, key, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}")),
    };

    /// <summary>A length of time, as <c>"10m"</c> or as a number of seconds.</summary>
    public TimeSpan? Time(string key, bool orZero = false) => Measured(key, text => (TimeSpan?)Durations.Parse(text, orZero), "a length of time, such as \"10m\"");

    /// <summary>An amount of bytes, as <c>"2GB"</c> or as a number of bytes.</summary>
    public long? Size(string key) => Measured(key, text => (long?)Sizes.Parse(text), "an amount of bytes, such as \"2GB\"");

    /// <summary>Texts: a list of them, or one. Of what was typed into a shell, numbers too are taken as they are written.</summary>
    public IReadOnlyList<string>? Texts(string key) => Any(key) switch
    {
        null => null,
        (Value.Text or Value.Number { Line: 0 }) and var one => [Plain(one)!],
        Value.List list => [.. list.Items.Select(item => TextIn(item, key)).OfType<string>()],
        var other => Wrong<IReadOnlyList<string>>(other, key, "a list of texts"),
    };

    /// <summary>Whole numbers: a list of them, or one.</summary>
    public IReadOnlyList<int>? Counts(string key) => Any(key) switch
    {
        null => null,
        Value.List list => [.. list.Items.Select(item => NumberIn(item, key)).OfType<int>()],
        Value.Number number => NumberIn(number, key) is { } one ? [one] : null,
        var other => Wrong<IReadOnlyList<int>>(other, key, "a list of whole numbers"),
    };

    /// <summary>Names with texts; null takes one away. Numbers and flags are taken as they are written.</summary>
    public IReadOnlyDictionary<string, string?>? Pairs(string key)
    {
        if (Read(key, null, StringComparer.Ordinal) is not { } group) return null;
        var pairs = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, member) in group._members)
            if (member.Value is Value.List or Value.Group) Note(member.Line, $"'{name}' in '{key}' is {member.Value.Kind}; it has to be a text");
            else pairs[name] = Plain(member.Value);
        return pairs;
    }

    /// <summary>An object within.</summary>
    public WrittenGroup? Group(string key, string? what = null) => Read(key, what, null);

    WrittenGroup? Read(string key, string? what, StringComparer? keys) => Any(key) switch
    {
        null => null,
        Value.Group group => new WrittenGroup(group, _faults, what ?? $"'{key}'", _place, keys ?? Comparer(group)),
        var other => Wrong<WrittenGroup>(other, key, "an object, { … }"),
    };

    /// <summary>Objects within, by their names.</summary>
    public IEnumerable<(string Name, WrittenGroup Group)> Groups(string key)
    {
        if (Group(key) is not { } outer) yield break;
        foreach (var name in outer._members.Keys)
            if (outer.Group(name) is { } inner) yield return (name, inner);
    }

    /// <summary>Notes the keys that nobody has asked for, each with the nearest right one.</summary>
    public void NoMore()
    {
        foreach (var (name, member) in _members)
            if (!_known.Contains(name)) Note(member.Line, $"{_what} has no '{name}'.{Nearest.Suggestion(name, _known, "")}");
    }

    void Note(int line, string message) => _faults.Add(line, Placed(line, _place, message));

    static string Placed(int line, string? place, string message) => line == 0 && place is not null ? $"{place}: {message}" : message;

    static string? Plain(Value value) => value switch
    {
        Value.Text text => text.Content,
        Value.Number number => number.Content,
        Value.Flag flag => flag.Kind,
        _ => null,
    };

    string? TextIn(Value item, string key) => item is Value.Text or Value.Number { Line: 0 } ? Plain(item) : Wrong<string>(item, key, "a list of texts", inside: true);

    int? NumberIn(Value item, string key) =>
        item is Value.Number number && int.TryParse(number.Content, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            ? count : WrongNumber(item, key, "a list of whole numbers");

    T? Measured<T>(string key, Func<string, T?> read, string right) where T : struct
    {
        if (Any(key) is not { } value) return null;
        if (value is not (Value.Text or Value.Number))
        {
            WrongNumber(value, key, right);
            return null;
        }
        try
        {
            return read(Plain(value)!);
        }
        catch (MillException e) when (e.Code == MillError.BadValue)
        {
            Note(value.Line, $"'{key}': {e.Message}");
            return null;
        }
    }

    T? Wrong<T>(Value value, string key, string right, bool inside = false) where T : class
    {
        Note(value.Line, $"'{key}' has to be {right}; {(inside ? "in it" : "this")} is {value.Kind}");
        return null;
    }

    bool? WrongChoice(Value value, string key) => Wrong<object>(value, key, "true or false") is null ? null : false;

    int? WrongNumber(Value value, string key, string right)
    {
        Note(value.Line, $"'{key}' has to be {right}; this is {(Plain(value) is { } text ? $"'{text}'" : value.Kind)}");
        return null;
    }
}
