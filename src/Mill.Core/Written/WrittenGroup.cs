using System.Globalization;
using Mill.Runs;

namespace Mill.Written;

/// <summary>An object that a person wrote, read key by key. What makes no sense is noted at its line, and counts as not given;
/// keys that nobody asked for are faults in the end.</summary>
internal sealed class WrittenGroup
{
    readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);
    readonly HashSet<string> _known = new(StringComparer.Ordinal);
    readonly Faults _faults;
    readonly string _what;

    /// <summary>An object; what it is, in words, is for the messages.</summary>
    public WrittenGroup(Value.Group group, Faults faults, string what)
    {
        (Line, _faults, _what) = (group.Line, faults, what);
        foreach (var member in group.Members)
            if (!_members.TryAdd(member.Name, member)) faults.Add(member.Line, $"'{member.Name}' is given twice");
    }

    /// <summary>Where it begins.</summary>
    public int Line { get; }

    /// <summary>The whole file as an object; null, and a fault, where it is none.</summary>
    public static WrittenGroup? Of(Value? value, Faults faults, string what)
    {
        if (value is Value.Group group) return new WrittenGroup(group, faults, what);
        if (value is not null) faults.Add(value.Line, $"{what} is an object, {{ … }}; this is {value.Kind}");
        return null;
    }

    /// <summary>The line of a key, or of the object where the key is missing.</summary>
    public int LineOf(string key) => _members.TryGetValue(key, out var member) ? member.Line : Line;

    /// <summary>Its keys, as they were written.</summary>
    public IEnumerable<string> Keys => _members.Keys;

    /// <summary>Whether a key is given.</summary>
    public bool Has(string key) => _members.ContainsKey(key);

    /// <summary>Notes a fault at a key.</summary>
    public void Blame(string key, string message) => _faults.Add(LineOf(key), message);

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

    /// <summary>Texts: a list of them, or one.</summary>
    public IReadOnlyList<string>? Texts(string key) => Any(key) switch
    {
        null => null,
        Value.Text text => [text.Content],
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
        if (Group(key) is not { } group) return null;
        var pairs = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, member) in group._members)
            if (member.Value is Value.List or Value.Group) _faults.Add(member.Line, $"'{name}' in '{key}' is {member.Value.Kind}; it has to be a text");
            else pairs[name] = Plain(member.Value);
        return pairs;
    }

    /// <summary>An object within.</summary>
    public WrittenGroup? Group(string key, string? what = null) => Any(key) switch
    {
        null => null,
        Value.Group group => new WrittenGroup(group, _faults, what ?? $"'{key}'"),
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
            if (!_known.Contains(name)) _faults.Add(member.Line, $"{_what} has no '{name}'.{Nearest.Suggestion(name, _known, "")}");
    }

    static string? Plain(Value value) => value switch
    {
        Value.Text text => text.Content,
        Value.Number number => number.Content,
        Value.Flag flag => flag.Kind,
        _ => null,
    };

    string? TextIn(Value item, string key) => item is Value.Text text ? text.Content : Wrong<string>(item, key, "a list of texts", inside: true);

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
            _faults.Add(value.Line, $"'{key}': {e.Message}");
            return null;
        }
    }

    T? Wrong<T>(Value value, string key, string right, bool inside = false) where T : class
    {
        _faults.Add(value.Line, $"'{key}' has to be {right}; {(inside ? "in it" : "this")} is {value.Kind}");
        return null;
    }

    bool? WrongChoice(Value value, string key) => Wrong<object>(value, key, "true or false") is null ? null : false;

    int? WrongNumber(Value value, string key, string right)
    {
        _faults.Add(value.Line, $"'{key}' has to be {right}; this is {(Plain(value) is { } text ? $"'{text}'" : value.Kind)}");
        return null;
    }
}
