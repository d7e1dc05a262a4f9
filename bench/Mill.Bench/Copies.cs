using System.Text;
using Mill.Runs;

namespace Mill.Bench;

/// <summary>Fills a home with copies of one ended run, each under an id of its own.</summary>
static class Copies
{
    // What a reader of an ended run looks at; more would only take longer to make.
    static readonly string[] s_kept = ["run.json", "events.ndjson", "result.json"];

    /// <summary>Makes so many copies, a second apart and all older than the original.</summary>
    public static int Make(string home, string id, int count)
    {
        var runs = Path.Combine(home, "runs");
        var files = s_kept.Select(name => (Name: name, Path: Path.Combine(runs, id, name))).Where(one => File.Exists(one.Path))
            .Select(one => (one.Name, Bytes: File.ReadAllBytes(one.Path))).ToArray();
        var newest = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Parallel.For(0, count, number => Copy(runs, id, files, RunId.New(newest.AddSeconds(-number)).Text));
        return 0;
    }

    static void Copy(string runs, string id, (string Name, byte[] Bytes)[] files, string copy)
    {
        var folder = Path.Combine(runs, copy);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var (name, bytes) in files) File.WriteAllBytes(Path.Combine(folder, name), Renamed(bytes, id, copy));
    }

    static byte[] Renamed(byte[] bytes, string from, string to)
    {
        var (renamed, sought, put) = (bytes.ToArray(), Encoding.ASCII.GetBytes(from), Encoding.ASCII.GetBytes(to));
        for (var at = 0; renamed.AsSpan(at).IndexOf(sought) is var found and >= 0; at += found + put.Length)
            put.CopyTo(renamed, at + found);
        return renamed;
    }
}
