using System.Globalization;

namespace Mill.Runs;

/// <summary>What became of a run, as sentences without their subject, from plain words.</summary>
internal static class Story
{
    /// <summary>What a stop came to.</summary>
    public static string Stopped(string status, bool alreadyTerminal, int termSent, int killSent, IReadOnlyList<string> survivors, int nested) =>
        (alreadyTerminal ? $"had already ended ({status})" : status)
        + (termSent + killSent > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {termSent} asked to end, {killSent} had to be ended") : "")
        + Still(survivors)
        + (nested > 0 ? string.Create(CultureInfo.InvariantCulture, $"; runs inside it stopped: {nested}") : "");

    /// <summary>What a repair found, and did.</summary>
    public static string Repaired(string verdict, string reason, string action, bool repaired, string? status, IReadOnlyList<string> survivors) =>
        $"{verdict}: {reason}" + (action, repaired) switch
        {
            (_, true) when status is not null => $" -> {action}, now {status}",
            (_, true) => $" -> {action}",
            ("none", _) => "",
            _ => $" -> would {action.Replace('-', ' ')}",
        } + Still(survivors);

    static string Still(IReadOnlyList<string> survivors) => survivors.Count == 0 ? "" : $"; still there: {string.Join(", ", survivors)}";
}
