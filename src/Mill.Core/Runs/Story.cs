using System.Globalization;

namespace Mill.Runs;

/// <summary>What became of a run, as sentences without their subject, from plain words.</summary>
internal static class Story
{
    const int MostNamed = 20;

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
            ("fail", true) => $" -> {Words(action).Done}", // The status says no more than that.
            (_, true) => $" -> {Words(action).Done}" + (status is null ? "" : $", now {status}"),
            ("none", _) => "",
            _ => $" -> would {ToDo(action)}",
        } + Still(survivors);

    /// <summary>What a repair would do, as words that follow "would".</summary>
    public static string ToDo(string action) => Words(action).ToDo;

    /// <summary>What a resume does, a line each: how much is done already, with what it goes on, and what it leaves out.</summary>
    public static string Resumed(IReadOnlyList<string> kept, IReadOnlyList<string> again, IReadOnlyList<string> leftOut) => SafeText.Lines(
        string.Create(CultureInfo.InvariantCulture, $"Completed: {kept.Count}/{kept.Count + again.Count + leftOut.Count} tasks"),
        $"Continuing from: {again.FirstOrDefault() ?? "nothing"}",
        leftOut.Count == 0 ? null : $"Left out: {Named(leftOut)}");

    static string Named(IReadOnlyList<string> tasks) =>
        string.Join(", ", tasks.Take(MostNamed)) + (tasks.Count > MostNamed ? FormattableString.Invariant($" and {tasks.Count - MostNamed} more") : "");

    static (string ToDo, string Done) Words(string action) => action switch
    {
        "fail" => ("record it as failed", "recorded it as failed"),
        "finish" => ("finish its record", "finished its record"),
        "end-orphans" => ("end what is left of it", "ended what was left of it"),
        "resume" => ("resume it", "resumed it"),
        "retry" => ("start it anew", "started it anew"),
        _ => (action, action),
    };

    static string Still(IReadOnlyList<string> survivors) => survivors.Count == 0 ? "" : $"; still there: {string.Join(", ", survivors)}";
}
