using Mill.Runs;
using Mill.Store;

namespace Mill.List;

/// <summary>Finds the run that somebody means.</summary>
internal static class RunNames
{
    /// <summary>The run with that id, prefix, or last four letters; an error that tells them apart otherwise.</summary>
    public static RunId Find(HomeFolder home, string text)
    {
        home.CheckOwner();
        if (RunId.TryParse(text, out var whole))
            return home.Run(whole).Platform.Files.Look(home.Run(whole).Path) is not null || home.IsActive(whole) ? whole : throw home.Run(whole).Missing();
        if (text.Length is 0 or > RunId.Length || text.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-'))
            throw new MillException(MillError.BadRunId, $"'{text}' is no run id; give an id, the beginning of one, or its last four letters. Try: mill ls", text);
        var found = home.Ids().Where(id => id.Text.StartsWith(text, StringComparison.Ordinal) || (text.Length == 4 && id.LastFour == text)).Take(6).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw new MillException(MillError.RunNotFound, $"No run has an id that begins with '{text}' or ends in it. Try: mill ls", text),
            _ => throw new MillException(MillError.RunAmbiguous,
                $"'{text}' means more than one run: {string.Join(", ", found.Take(5).Order())}{(found.Count > 5 ? ", …" : "")}. Give more of the id.", text),
        };
    }
}
