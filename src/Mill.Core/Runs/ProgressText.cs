using System.Globalization;

namespace Mill.Runs;

/// <summary>How far something is, as people write it (<c>142/184</c>) and read it.</summary>
internal static class ProgressText
{
    /// <summary>Reads it; <see cref="MillError.BadValue"/> for anything that makes no sense.</summary>
    public static TaskProgress Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !Number(text.AsSpan(0, slash), out var done) || !Number(text.AsSpan(slash + 1), out var total))
            throw new MillException(MillError.BadValue, $"'{text}' does not say how far it is: write how much is done and of how much, as 142/184.", text);
        return Check(done, total);
    }

    /// <summary>How far it is, once that is known to make sense.</summary>
    public static TaskProgress Check(int done, int total) => Makes(done, total) ? new(done, total) : throw new MillException(MillError.BadValue,
        string.Create(CultureInfo.InvariantCulture, $"{done} of {total} makes no sense: the total is at least 1, and what is done is between 0 and the total."),
        string.Create(CultureInfo.InvariantCulture, $"{done}/{total}"));

    /// <summary>Whether so much of so much makes sense.</summary>
    public static bool Makes(int done, int total) => total >= 1 && done >= 0 && done <= total;

    /// <summary>How far it is, for people; only what is all done has a hundred per cent.</summary>
    public static string Say(int done, int total) => string.Create(CultureInfo.InvariantCulture, $"{done}/{total} ({Percent(done, total)}%)");

    /// <summary>How many per cent.</summary>
    public static int Percent(int done, int total) =>
        total < 1 ? 0 : done >= total ? 100 : Math.Clamp((int)Math.Round(100.0 * done / total, MidpointRounding.AwayFromZero), 0, 99);

    static bool Number(ReadOnlySpan<char> text, out int number) => int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
