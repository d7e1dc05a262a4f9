using System.Globalization;

namespace Mill.Runs;

/// <summary>Amounts of bytes as people write them (<c>64k</c>, <c>512MiB</c>, <c>2GB</c>; every unit is 1024 of the one below) and read them.</summary>
public static class Sizes
{
    const double Largest = 1L << 60;

    static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>Reads an amount of bytes; <see cref="MillError.BadValue"/> for anything that makes no sense.</summary>
    public static long Parse(string text, bool orZero = false)
    {
        var trimmed = text.AsSpan().Trim();
        var digits = trimmed.IndexOfAnyExcept("0123456789.") is var end and >= 0 ? end : trimmed.Length;
        if (!double.TryParse(trimmed[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || Unit(trimmed[digits..].TrimStart()) is not { } unit) throw Bad(text, "is no size");
        var bytes = number * unit;
        if (!(bytes <= Largest)) throw Bad(text, "is larger than any disk");
        if (bytes is > 0 and < 1) throw Bad(text, "is less than a byte");
        return bytes >= 1 || orZero ? (long)bytes : throw Bad(text, "is nothing at all");
    }

    /// <summary>An amount of bytes for people: <c>1.2 GB</c>.</summary>
    public static string Say(long bytes)
    {
        var (amount, unit) = ((double)Math.Max(bytes, 0), 0);
        // Rounded first, so that no amount reads as 1024 of its unit.
        while (Math.Round(amount, 1) >= 1024 && unit < s_units.Length - 1) (amount, unit) = (amount / 1024, unit + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{amount:0.#} {s_units[unit]}");
    }

    static double? Unit(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text is "b" or "B") return 1;
        var power = "kmgtp".IndexOf(char.ToLowerInvariant(text[0]), StringComparison.Ordinal) + 1;
        var rest = text[1..];
        var known = rest.IsEmpty || rest.Equals("b", StringComparison.OrdinalIgnoreCase)
            || rest.Equals("ib", StringComparison.OrdinalIgnoreCase);
        return power > 0 && known ? Math.Pow(1024, power) : null;
    }

    static MillException Bad(string text, string what) => new(MillError.BadValue,
        $"'{text}' {what}: write 64k, 512MiB, 2GB, or a bare number of bytes.", text);
}
