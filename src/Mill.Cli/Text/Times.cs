using System.Globalization;
using Mill.Runs;

namespace Mill.Cli.Text;

/// <summary>Moments, as people read them.</summary>
internal static class Times
{
    /// <summary>How long ago; a clock that was set back is no reason to speak of the future.</summary>
    public static string Ago(TimeSpan age) => Durations.SayRoughly(age) + " ago";

    /// <summary>A moment and how long ago it was.</summary>
    public static string? At(DateTimeOffset? moment, DateTimeOffset now) => moment is not { } at ? null
        : $"{Moment(at)} ({Ago(now - at)})";

    /// <summary>A moment.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>When something is usually done, and how long that is from now.</summary>
    public static string? Expected(DateTimeOffset? moment, DateTimeOffset now) =>
        moment is { } at ? Expectation.Say(at.UtcDateTime, now.UtcDateTime, "'Z'") : null;

    /// <summary>The time of day.</summary>
    public static string OfDay(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "         ";
}
