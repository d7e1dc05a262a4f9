using System.Text;
using Mill.Platform;

namespace Mill.Chaos.Fuzz;

/// <summary>All that is below a folder, so that any change can be told.</summary>
static class Print
{
    const long MostRead = 1 << 20;

    /// <summary>A line for each thing; links are not followed, pipes not opened.</summary>
    public static SortedDictionary<string, string> Of(string folder)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add(all, folder);
        return all;
    }

    /// <summary>What differs, in words; null where nothing does.</summary>
    public static string? Difference(SortedDictionary<string, string> before, SortedDictionary<string, string> after)
    {
        var words = new StringBuilder();
        foreach (var (path, was) in before)
            if (!after.TryGetValue(path, out var now)) words.Append($" {path} is gone;");
            else if (now != was) words.Append($" {path} was {was}, is {now};");
        foreach (var path in after.Keys.Where(path => !before.ContainsKey(path))) words.Append($" {path} is new;");
        return words.Length > 0 ? words.ToString() : null;
    }

    static void Add(SortedDictionary<string, string> all, string folder)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder))
        {
            if (Current.Platform.Files.Look(path) is not { } facts) continue;
            all[path] = $"{facts.Kind} {facts.Id.Inode} {facts.Size} {(facts.Kind is FileKind.Link ? new FileInfo(path).LinkTarget : facts.Kind is FileKind.File ? Hash(path, facts) : "")}";
            if (facts.Kind is FileKind.Folder) Add(all, path);
        }
    }

    static string Hash(string path, FileFacts facts)
    {
        if (facts.Size > MostRead) return $"{facts.ModifiedAt.Ticks}";
        var hash = new HashCode();
        hash.AddBytes(File.ReadAllBytes(path));
        return $"{hash.ToHashCode():x8}";
    }
}
