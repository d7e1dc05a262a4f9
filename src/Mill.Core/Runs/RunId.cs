using System.Globalization;

namespace Mill.Runs;

/// <summary>The name of a run: <c>yyyyMMdd-HHmmss-xxxx</c>, UTC, with four random base-32 letters; ids sort by time.</summary>
public readonly record struct RunId : IComparable<RunId>
{
    /// <summary>How many characters an id has.</summary>
    public const int Length = 20;
    /// <summary>How many of them tell the second of its making.</summary>
    public const int SecondLength = 15;
    const string Letters = "abcdefghijklmnopqrstuvwxyz234567";
    const string TimeFormat = "yyyyMMdd-HHmmss";

    RunId(string text) => Text = text;

    /// <summary>The id as it is written everywhere.</summary>
    public string Text { get; }

    /// <summary>The second of its making.</summary>
    public ReadOnlySpan<char> Second => Text.AsSpan(0, SecondLength);

    /// <summary>The four random letters at the end.</summary>
    public string LastFour => Text[^4..];

    /// <summary>A fresh id for this moment.</summary>
    public static RunId New(DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[4];
        // A cryptographic source would load a library of several megabytes, for a name that is tried again when it is taken.
        Random.Shared.NextBytes(random);
        var text = new char[Length];
        now.UtcDateTime.TryFormat(text, out _, TimeFormat, CultureInfo.InvariantCulture);
        text[15] = '-';
        for (var i = 0; i < 4; i++) text[16 + i] = Letters[random[i] & 31];
        return new RunId(new string(text));
    }

    /// <summary>Reads a whole id; anything else, a path above all, is no id.</summary>
    public static bool TryParse(string? text, out RunId id)
    {
        id = default;
        if (text is not { Length: Length } || text[15] != '-') return false;
        foreach (var letter in text.AsSpan(16))
            if (!Letters.Contains(letter, StringComparison.Ordinal)) return false;
        if (!DateTime.TryParseExact(text.AsSpan(0, 15), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return false;
        id = new RunId(text);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(RunId other) => string.CompareOrdinal(Text, other.Text);

    /// <summary>The id as text.</summary>
    public override string ToString() => Text;
}
