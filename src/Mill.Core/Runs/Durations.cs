using System.Globalization;

namespace Mill.Runs;

/// <summary>Lengths of time as people write them (<c>30s</c>, <c>1h30m</c>, a bare number for seconds) and read them.</summary>
public static class Durations
{
    /// <summary>The longest that anything may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3652);

    /// <summary>Reads a length of time; <see cref="MillError.BadValue"/> for anything that makes no sense.</summary>
    public static TimeSpan Parse(string text, bool orZero = false)
    {
        if (Sum(text.AsSpan().Trim()) is not { } milliseconds) throw Bad(text, "is no length of time");
        if (milliseconds > Longest.TotalMilliseconds) throw Bad(text, "is longer than ten years");
        var read = TimeSpan.FromMilliseconds((long)Math.Round(milliseconds));
        if (read == TimeSpan.Zero && milliseconds > 0) throw Bad(text, "is shorter than a millisecond");
        return read > TimeSpan.Zero || orZero ? read : throw Bad(text, "is no time at all");
    }

    /// <summary>Whether it is a length of time that something may take.</summary>
    public static bool IsLength(TimeSpan time) => time >= TimeSpan.Zero && time <= Longest;

    /// <summary>Whether so many milliseconds are a length of time that something may take; null, which is no limit, is.</summary>
    public static bool IsLength(long? milliseconds) => milliseconds is null || (milliseconds >= 0 && milliseconds <= Longest.TotalMilliseconds);

    /// <summary>A length of time for people, in its two largest units: <c>3m 12s</c>.</summary>
    public static string Say(TimeSpan time) => time switch
    {
        { Ticks: <= 0 } => "0s",
        { TotalSeconds: < 1 } => Text($"{(long)time.TotalMilliseconds}ms"),
        { TotalSeconds: < 10 } => Text($"{Math.Floor(time.TotalSeconds * 10) / 10:0.#}s"),
        { TotalMinutes: < 1 } => Text($"{time.Seconds}s"),
        { TotalHours: < 1 } => Two(time.Minutes, 'm', time.Seconds, 's'),
        { TotalDays: < 1 } => Two(time.Hours, 'h', time.Minutes, 'm'),
        _ => Two(time.Days, 'd', time.Hours, 'h'),
    };

    /// <summary>A length of time for people, in its largest unit: <c>3m</c>.</summary>
    public static string SayRoughly(TimeSpan time) => time switch
    {
        { Ticks: <= 0 } => "0s",
        { TotalMinutes: < 1 } => Text($"{time.Seconds}s"),
        { TotalHours: < 1 } => Text($"{time.Minutes}m"),
        { TotalDays: < 1 } => Text($"{time.Hours}h"),
        _ => Text($"{time.Days}d"),
    };

    static double? Sum(ReadOnlySpan<char> text)
    {
        if (Number(text, out var seconds)) return seconds * 1_000;
        var sum = 0.0;
        if (text.IsEmpty) return null;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExcept("0123456789.");
            if (digits < 1 || !Number(text[..digits], out var number)) return null;
            text = text[digits..];
            var letters = text.IndexOfAny("0123456789. ") is var end and >= 0 ? end : text.Length;
            if (Unit(text[..letters]) is not { } unit) return null;
            sum += number * unit;
            text = text[letters..].TrimStart();
        }
        return sum;
    }

    static bool Number(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
        && double.IsFinite(number);

    static double? Unit(ReadOnlySpan<char> text) => text switch
    {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        "w" => 604_800_000,
        _ => null,
    };

    static string Two(int large, char largeUnit, int small, char smallUnit) =>
        small == 0 ? Text($"{large}{largeUnit}") : Text($"{large}{largeUnit} {small}{smallUnit}");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    static MillException Bad(string text, string what) => new(MillError.BadValue,
        $"'{text}' {what}: write 500ms, 30s, 10m, 1h30m, 2d, or a bare number of seconds.", text);

    /// <summary>The milliseconds from one moment to another; none where the clock was set back between the two.</summary>
    internal static long Between(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, (long)(to - from).TotalMilliseconds);
}
