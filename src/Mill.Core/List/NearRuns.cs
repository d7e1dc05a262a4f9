using System.Globalization;
using Mill.Runs;
using Mill.Store;

namespace Mill.List;

/// <summary>What somebody may have meant who named a run that is not there: runs of that name, or an id mistyped.</summary>
internal static class NearRuns
{
    const int Newest = 1000, Slips = 2, Shown = 3;

    /// <summary>What is near, in words, and the command that shows it; null when nothing is.</summary>
    public static (string Near, string Next)? Of(HomeFolder home, string text)
    {
        if (text.Length == 0) return null;
        var runs = new RunList(home).List(new RunFilter { Last = Newest }, warn: null).ToList();
        var names = runs.Select(run => run.Name).OfType<string>().Where(name => name.Contains(text, StringComparison.OrdinalIgnoreCase)).ToList();
        var same = names.Count(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (same > 0) return ($"{Count(same)} named '{text}'", $"mill ls --name {SafeText.Command(text, [])}");
        if (names.Count > 0) return ($"{Count(names.Count)} named like it: {Some(names)}", $"mill ls --name {SafeText.Command($"*{text}*", [])}");
        var nearest = Nearest.To(text, runs.Select(run => run.Id), Slips);
        return nearest is null ? null : ($"the nearest is {nearest}", $"mill get {nearest}");
    }

    static string Count(int runs) => string.Create(CultureInfo.InvariantCulture, $"{runs} {(runs == 1 ? "is" : "are")}");

    static string Some(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.Ordinal).Take(Shown).Select(name => $"'{name}'"));
}
