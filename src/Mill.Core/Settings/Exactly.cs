using System.Globalization;

namespace Mill.Settings;

/// <summary>Amounts as a person would write them into a file, and as exact as they are.</summary>
internal static class Exactly
{
    static readonly (long Ms, string Unit)[] s_times = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s"), (1, "ms")];
    static readonly (long Bytes, string Unit)[] s_sizes = [(1L << 40, "TB"), (1L << 30, "GB"), (1L << 20, "MB"), (1L << 10, "KB")];

    /// <summary>A length of time, in its largest whole unit: <c>90s</c>.</summary>
    public static string Say(TimeSpan time)
    {
        var ms = (long)time.TotalMilliseconds;
        if (ms == 0) return "0";
        var (size, unit) = s_times.First(one => ms % one.Ms == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{ms / size}{unit}");
    }

    /// <summary>An amount of bytes, in its largest whole unit: <c>64MB</c>.</summary>
    public static string Say(long bytes)
    {
        foreach (var (size, unit) in s_sizes)
            if (bytes >= size && bytes % size == 0) return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{unit}");
        return bytes.ToString(CultureInfo.InvariantCulture);
    }
}
