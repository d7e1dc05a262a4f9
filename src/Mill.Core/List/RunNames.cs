using Mill.Runs;
using Mill.Store;

namespace Mill.List;

/// <summary>Finds the run that somebody means.</summary>
internal static class RunNames
{
    /// <summary>The run with that id, prefix, or last four letters; an error that tells them apart, or says what is near, otherwise.</summary>
    public static RunId Find(HomeFolder home, string text)
    {
        home.CheckOwner();
        if (RunId.TryParse(text, out var whole)) return Whole(home, whole);
        if (text.Length is 0 or > RunId.Length || text.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-'))
            throw NoSuch(home, MillError.BadRunId, $"'{text}' is no run id, beginning of one, or last four letters of one", text);
        var found = home.Ids().Where(id => id.Text.StartsWith(text, StringComparison.Ordinal) || (text.Length == 4 && id.LastFour == text)).Take(6).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw NoSuch(home, MillError.RunNotFound, $"No run has an id that begins with '{text}' or ends in it", text),
            _ => throw new MillException(MillError.RunAmbiguous,
                $"'{text}' means more than one run: {string.Join(", ", found.Take(5).Order())}{(found.Count > 5 ? ", …" : "")}. Give more of the id.", text),
        };
    }

    static RunId Whole(HomeFolder home, RunId id)
    {
        if (home.Platform.Files.Look(home.Run(id).Path) is not null || home.IsActive(id)) return id;
        throw NoSuch(home, MillError.RunNotFound, $"No run has the id {id}", id.Text);
    }

    static MillException NoSuch(HomeFolder home, MillError code, string what, string text) => new(code, NearRuns.Of(home, text) is var (near, next)
        ? $"{what}; {near}. Try: {next}"
        : $"{what}. Try: mill ls", text);
}
