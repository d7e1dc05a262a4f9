namespace Mill.Runs;

/// <summary>Finds the word that somebody probably meant.</summary>
internal static class Nearest
{
    /// <summary>The nearest of the known words; null when none is near enough to suggest, or has no more slips than allowed.</summary>
    public static string? To(string word, IEnumerable<string> known, int? slips = null)
    {
        string? nearest = null;
        var least = (slips ?? Math.Max(1, word.Length / 2)) + 1;
        foreach (var one in known)
        {
            if (one.Length - word.Length >= least && !one.StartsWith(word, StringComparison.OrdinalIgnoreCase)) continue;
            var distance = word.Length > 1 && one.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? 1 : Distance(word, one);
            if (distance < least) (nearest, least) = (one, distance);
        }
        return nearest;
    }

    /// <summary>The suggestion as the end of a sentence; empty when there is none.</summary>
    public static string Suggestion(string word, IEnumerable<string> known, string prefix = "") =>
        To(word, known) is { } nearest ? $" Did you mean '{prefix}{nearest}'?" : "";

    /// <summary>How many letters have to be added, taken away, changed or swapped with their neighbour.</summary>
    public static int Distance(string from, string to)
    {
        var (before, last, row) = (new int[to.Length + 1], new int[to.Length + 1], new int[to.Length + 1]);
        for (var j = 0; j <= to.Length; j++) last[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var same = char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]);
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last, row) = (last, row, before);
        }
        return last[to.Length];
    }
}
