using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mill.Platform;

namespace Mill.Chaos.Fuzz;

/// <summary>A home that is not on the disk yet, and can still be changed.</summary>
sealed partial class Draft(Seed seed, string outside, IReadOnlyList<ProcStat> bystanders)
{
    readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    // What is told once, and what is believed while it makes sense.
    static readonly string[] s_once = ["events.ndjson", "exit_code", "cleanup.json", "generations"], s_believed = ["run.json", "result.json"];

    /// <summary>What it began as.</summary>
    public Seed Seed { get; } = seed;
    /// <summary>A folder that is none of Mill's business.</summary>
    public string Outside { get; } = outside;
    /// <summary>Processes that are none of Mill's business.</summary>
    public IReadOnlyList<ProcStat> Bystanders { get; } = bystanders;
    /// <summary>What stands where, by paths in the home.</summary>
    public SortedDictionary<string, Thing> Things { get; } =
        new(seed.Files.ToDictionary(one => one.Key, Thing (one) => new Thing.Content(one.Value)), StringComparer.Ordinal);
    /// <summary>Whether something is not what its worker wrote, and no repair of an ended run makes it anew: what is told once, and what is false and makes sense.</summary>
    public bool IsBeyondRepair { get; private set; }
    /// <summary>Whether it names a living bystander as a process that the run has launched: a claim that nothing can refute.</summary>
    public bool ClaimsBystander { get; set; }

    /// <summary>Names in the run's folder that its worker had left no file under.</summary>
    public IEnumerable<string> Planted => Things.Keys.Where(name => !Seed.Files.ContainsKey(name)).Select(name => Path.GetFileName(name)!);

    /// <summary>Whether something else stands where a run's heartbeat stood, or should.</summary>
    public bool TouchesHeartbeat => _touched.Any(name => Path.GetFileName(name) == "heartbeat.json");

    /// <summary>What a file holds; nothing where there is no file.</summary>
    public byte[] this[string name]
    {
        get => Things.GetValueOrDefault(name) is Thing.Content file ? file.Bytes : [];
        set => Put(name, new Thing.Content(value));
    }

    /// <summary>Lets something else stand at a path.</summary>
    public void Put(string name, Thing? thing)
    {
        IsBeyondRepair |= s_once.Any(once => $"{name}/".StartsWith($"{Seed.Folder}/{once}/", StringComparison.Ordinal))
            || (thing is Thing.Content file && s_believed.Any(believed => name == $"{Seed.Folder}/{believed}") && MakesSense(file.Bytes));
        _touched.Add(name);
        if (thing is null) Things.Remove(name);
        else Things[name] = thing;
    }

    /// <summary>Puts it on the disk.</summary>
    public void Lay(string home)
    {
        Directory.CreateDirectory(home);
        foreach (var folder in Seed.Folders.Where(folder => !Things.ContainsKey(folder))) TryDo(() => Directory.CreateDirectory(Path.Combine(home, folder)));
        foreach (var (name, thing) in Things) TryDo(() => thing.Lay(Path.Combine(home, name)));
        KnowLock(home);
    }

    // The life lock is the file that the worker has named, unless it is another by intent.
    void KnowLock(string home)
    {
        var (worker, path) = ($"{Seed.Folder}/worker.json", Path.Combine(home, Seed.Folder, "worker.lock"));
        if (Things.GetValueOrDefault(worker) is not Thing.Content file || Things.GetValueOrDefault($"{Seed.Folder}/worker.lock") is not Thing.Content || !File.Exists(path)) return;
        var id = Current.Platform.Files.Look(path)!.Value.Id;
        var text = LockId().Replace(Encoding.Latin1.GetString(file.Bytes), $"\"lock\":{{\"device\":{id.Device},\"inode\":{id.Inode}}}");
        TryDo(() => new Thing.Content(Encoding.Latin1.GetBytes(text), file.Mode).Lay(Path.Combine(home, worker)));
    }

    static bool MakesSense(byte[] json)
    {
        try
        {
            using var all = JsonDocument.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // What would be in a folder that is something else now is not there.
    static void TryDo(Action act)
    {
        try { act(); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException) { }
    }

    [GeneratedRegex("\"lock\":\\{\"device\":\\d+,\"inode\":\\d+\\}")]
    private static partial Regex LockId();
}
