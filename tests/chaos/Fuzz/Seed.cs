namespace Mill.Chaos.Fuzz;

/// <summary>A home that the real <c>mill</c> left, kept in memory: what mutants are made of.</summary>
/// <param name="Kind">What came of its run.</param>
/// <param name="Id">The run that it is about.</param>
/// <param name="Files">What its files hold, by their paths in the home.</param>
/// <param name="Folders">Its folders, outer ones first.</param>
sealed record Seed(string Kind, RunId Id, IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<string> Folders)
{
    /// <summary>The run's folder, as a path in the home.</summary>
    public string Folder => $"runs/{Id}";

    /// <summary>What is in a home now.</summary>
    public static Seed Of(string kind, string id, string home)
    {
        if (!RunId.TryParse(id, out var run)) throw new InvalidOperationException($"'{id}' is no run.");
        string Name(string path) => Path.GetRelativePath(home, path);
        return new(kind, run,
            Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories).Where(path => !Name(path).StartsWith("bin/", StringComparison.Ordinal))
                .ToDictionary(Name, File.ReadAllBytes, StringComparer.Ordinal),
            [.. Directory.EnumerateDirectories(home, "*", SearchOption.AllDirectories).Select(Name).Order(StringComparer.Ordinal)]);
    }
}
