using System.Globalization;

namespace Mill.Runs;

/// <summary>When something is usually done, in words.</summary>
internal static class Expectation
{
    static readonly TimeSpan s_soon = TimeSpan.FromHours(20);

    /// <summary>How long it is till then, and which moment that is, on the same clock as now.</summary>
    public static string Say(DateTime at, DateTime now, string zone = "") => at > now
        ? $"usually done in about {Durations.SayRoughly(at - now)} (at {Clock(at, now, zone)})"
        : $"usually done {Durations.SayRoughly(now - at)} ago (at {Clock(at, now, zone)})";

    // What is not near enough for the clock alone has a date.
    static string Clock(DateTime at, DateTime now, string zone) =>
        at.ToString(((at - now).Duration() < s_soon ? "HH:mm" : "yyyy-MM-dd HH:mm") + zone, CultureInfo.InvariantCulture);
}
