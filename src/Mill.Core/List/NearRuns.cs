using System.Globalization;
using Mill.Runs;
using Mill.Store;

namespace Mill.List;

/// <summary>What somebody may have meant who named a run that is not there: runs of that name or one like it, or an id mistyped.</summary>
internal static class NearRuns
{
    const int Newest = 1000, Slips = 2, Shown = 3;

    /// <summary>What is near, in words, and the command that shows it; null when nothing is.</summary>
    public static (string Near, string Next)? Of(HomeFolder home, string text)
    {
        if (text.Length == 0) return null;
        var names = new RunList(home).List(new RunFilter { Last = Newest }, warn: null).Select(run => run.Name).OfType<string>().ToList();
        if (OfName(names, text) is var same and > 0) return ($"{Count(same)} named '{text}'", Named(text));
        if (names.Where(name => name.Contains(text, StringComparison.OrdinalIgnoreCase)).ToList() is { Count: > 0 } like)
            return ($"{Count(like.Count)} named like it: {Some(like)}", Named($"*{text}*"));
        if (Near(text, names) is { } name) return ($"{Count(OfName(names, name))} named '{name}'", Named(name));
        return Near(text, home.Ids().Select(id => id.Text)) is { } nearest ? ($"the nearest is {nearest}", $"mill get {nearest}") : null;
    }

    static int OfName(List<string> names, string name) => names.Count(one => one.Equals(name, StringComparison.OrdinalIgnoreCase));

    static string? Near(string text, IEnumerable<string> known) => text.Length > Slips * 2 ? Nearest.To(text, known, Slips) : null;

    static string Named(string pattern) => $"mill ls --name {SafeText.Command(pattern, [])}";

    static string Count(int runs) => string.Create(CultureInfo.InvariantCulture, $"{runs} {(runs == 1 ? "is" : "are")}");

    static string Some(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.Ordinal).Take(Shown).Select(name => $"'{name}'"));
}
