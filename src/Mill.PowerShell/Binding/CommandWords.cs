namespace Mill.PowerShell.Binding;

/// <summary>
/// Which words of a line are the command's. The shell takes a word behind a command's name for an option of the cmdlet
/// wherever its beginning fits one, often without a sound; such a line is refused, as nobody can tell what is meant.
/// </summary>
internal static class CommandWords
{
    /// <summary>The command's name and its arguments.</summary>
    public static IReadOnlyList<TypedWord> Of(IReadOnlyList<TypedWord> line, IReadOnlyList<OwnParameter> own)
    {
        var words = new List<TypedWord>();
        for (var i = 0; i < line.Count; i++)
        {
            var word = line[i];
            if (word.Kind == WordKind.Dashes)
                return words.Count == 0 ? [.. line.Skip(i + 1)] : throw Bad(word, "-- would get lost here");
            var meant = word.Kind == WordKind.Option ? Meant(Name(word), own) : null;
            if (word.Kind == WordKind.Option) Check(word, meant, isBehindCommand: words.Count > 0);
            if (meant is null && !(word.Kind == WordKind.Splat && words.Count == 0)) words.Add(word);
            if (meant is not null && TakesValue(word, meant)) i++;
        }
        return words;
    }

    static void Check(TypedWord word, OwnParameter? meant, bool isBehindCommand)
    {
        if (meant is null && !isBehindCommand) throw Bad(word, $"There is no option {word.Text}");
        // An option in full, upper case and all, was meant for us; find . -name was not.
        if (meant is not null && isBehindCommand && Name(word) != meant.Name)
            throw Bad(word, $"-{Name(word)} would be read as -{meant.Name}", $", or write -{meant.Name} in full");
    }

    static bool TakesValue(TypedWord word, OwnParameter meant) => !meant.IsSwitch || word.Text.EndsWith(':');

    static string Name(TypedWord word) => word.Text[1..].TrimEnd(':');

    // As the shell reads it: a whole name first, else the beginning of one.
    static OwnParameter? Meant(string name, IReadOnlyList<OwnParameter> own) =>
        own.FirstOrDefault(one => Names(one).Contains(name, StringComparer.OrdinalIgnoreCase))
        ?? own.FirstOrDefault(one => Names(one).Any(known => known.StartsWith(name, StringComparison.OrdinalIgnoreCase)));

    static IEnumerable<string> Names(OwnParameter one) => one.Aliases.Prepend(one.Name);

    static MillException Bad(TypedWord word, string what, string otherwise = "") =>
        new(MillError.AmbiguousOption, $"{what}; put -- before the command{otherwise}.", word.Text);
}
