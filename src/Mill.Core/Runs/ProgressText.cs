using System.Globalization;

namespace Mill.Runs;

/// <summary>How far something is, in words.</summary>
internal static class ProgressText
{
    /// <summary>As <c>12/18 (67%)</c>.</summary>
    public static string Of(int done, int total) => string.Create(CultureInfo.InvariantCulture, $"{done}/{total} ({Percent(done, total)}%)");

    /// <summary>The same with what is being done, as <c>12/18 (67%), now build</c>.</summary>
    public static string Of(int done, int total, string? current) => Of(done, total) + (current is { Length: > 0 } ? $", now {current}" : "");

    /// <summary>The same where there is little room, as <c>12/18 (67%)</c> or <c>67%</c>.</summary>
    public static string Short(int done, int total, int room) =>
        Of(done, total) is var whole && whole.Length <= room ? whole : string.Create(CultureInfo.InvariantCulture, $"{Percent(done, total)}%");

    /// <summary>The part that is done, in hundredths; all of it only where nothing is left.</summary>
    public static int Percent(int done, int total) =>
        total <= 0 ? 0 : done >= total ? 100 : Math.Clamp((int)Math.Round(100.0 * done / total, MidpointRounding.AwayFromZero), 0, 99);
}
