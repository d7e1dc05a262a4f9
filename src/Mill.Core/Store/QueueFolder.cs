using Mill.Json;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Store;

/// <summary>One queue's folder: its settings, and a marker for each run that waits or has a slot.</summary>
internal sealed class QueueFolder(HomeFolder home, string name)
{
    // Where runs are that wait for other runs only; no queue of a person's begins with a dot.
    const string OfNoQueue = ".after";
    const int LongestName = 64;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;
    /// <summary>The home that it is in.</summary>
    public HomeFolder Home { get; } = home;
    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.Combine(home.Queues, name);

    string Waiting => this[FileNames.Waiting];
    string Running => this[FileNames.Running];
    IFiles Files => Home.Platform.Files;

    /// <summary>The path of something in the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The queue that a run is in.</summary>
    public static QueueFolder Of(HomeFolder home, RunQueue queue) => new(home, queue.Name ?? OfNoQueue);

    /// <summary>Every queue of a home, that of runs which wait for others only among them.</summary>
    public static IEnumerable<QueueFolder> All(HomeFolder home) =>
        home.Platform.Files.Names(home.Queues).Where(name => name == OfNoQueue || IsName(name)).Order(StringComparer.Ordinal).Select(name => new QueueFolder(home, name));

    /// <summary>Whether a queue may be called that.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= LongestName && name[0] is not ('.' or '-')
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    /// <summary>Whether it is a queue of a person's.</summary>
    public bool HasName => Name != OfNoQueue;

    /// <summary>Whether it was ever used.</summary>
    public bool Exists => Files.Look(Waiting) is { Kind: FileKind.Folder };

    /// <summary>Whether no run is in it, not even one that is over and was not taken note of yet.</summary>
    public bool IsEmpty => !Files.Names(Running).Any() && !Files.Names(Waiting).Any();

    /// <summary>What holds for it. Settings that cannot be understood let nothing start: they may have said so.</summary>
    public QueueSettings ReadSettings() => !HasName ? new QueueSettings { Parallel = null }
        : new JsonFiles(Files).Read<QueueSettings>(this[FileNames.QueueSettings], Forms.Of) switch
        {
            { Value: { } settings } => settings,
            { Damage: null } => new QueueSettings(),
            _ => new QueueSettings { Paused = true },
        };

    /// <summary>Changes what holds for it.</summary>
    public void Write(QueueSettings settings) => new JsonFiles(Files).Write(this[FileNames.QueueSettings], settings, Forms.Of, sync: true);

    /// <summary>Makes what is missing of it.</summary>
    public void Prepare()
    {
        Files.TryCreateFolder(Home.Queues);
        Files.TryCreateFolder(Path);
        Files.TryCreateFolder(Waiting);
        Files.TryCreateFolder(Running);
    }

    /// <summary>The markers of the runs that wait, the next one first.</summary>
    public IReadOnlyList<QueueMarker> Waits() => Read(Waiting);

    /// <summary>Whether a run waits.</summary>
    public bool HasWaiting => Files.Names(Waiting).Any(name => QueueMarker.Read(name) is not null);

    /// <summary>The markers of the runs that wait, the next one first; of those that wait for nobody but their turn, only while there is room for one.</summary>
    // A queue may be long: only what is asked for is read and put in order.
    public IEnumerable<QueueMarker> Waits(Func<bool> hasRoom)
    {
        var (bound, free) = (new PriorityQueue<string, string>(StringComparer.Ordinal), new PriorityQueue<string, string>(StringComparer.Ordinal));
        var isRoom = hasRoom();
        foreach (var one in Files.Names(Waiting))
            if (QueueMarker.IsOfOneThatWaitsForOthers(one)) bound.Enqueue(one, one);
            else if (isRoom) free.Enqueue(one, one);
        while (true)
        {
            if (!hasRoom()) free.Clear();
            if (bound.Count + free.Count == 0) yield break;
            var isFree = free.TryPeek(out var next, out _) && (!bound.TryPeek(out var first, out _) || string.CompareOrdinal(next, first) < 0);
            if (QueueMarker.Read((isFree ? free : bound).Dequeue()) is { } marker) yield return marker;
        }
    }

    /// <summary>The markers of the runs that have a slot.</summary>
    public IReadOnlyList<QueueMarker> Slots() => Read(Running);

    /// <summary>Lets a run wait.</summary>
    public void Place(QueueMarker marker) => Files.CreateNew(System.IO.Path.Combine(Waiting, marker.Name)).Dispose();

    /// <summary>Takes a waiting run out.</summary>
    public void Forget(QueueMarker marker) => Files.Delete(System.IO.Path.Combine(Waiting, marker.Name));

    /// <summary>Lets a waiting run wait for nobody but its turn.</summary>
    public void SetFree(QueueMarker marker) => Files.Replace(System.IO.Path.Combine(Waiting, marker.Name), System.IO.Path.Combine(Waiting, marker.Free.Name));

    /// <summary>Gives a waiting run a slot.</summary>
    public void GiveSlot(QueueMarker marker) => Files.Replace(System.IO.Path.Combine(Waiting, marker.Name), System.IO.Path.Combine(Running, marker.Free.Name));

    /// <summary>Takes a slot back from a run that was never launched: it waits again, in its old place.</summary>
    public void PutBack(QueueMarker slot) => Files.Replace(System.IO.Path.Combine(Running, slot.Name), System.IO.Path.Combine(Waiting, slot.Name));

    /// <summary>Takes the slot of a run that is over.</summary>
    public void EndSlot(QueueMarker slot) => Files.Delete(System.IO.Path.Combine(Running, slot.Name));

    /// <summary>The marker of a waiting run, as it is now; null when it does not wait.</summary>
    public QueueMarker? FindWaiting(QueueMarker marker) => IsIn(Waiting, marker.Free) ? marker.Free : IsIn(Waiting, marker) ? marker : null;

    /// <summary>How many wait that come before a run that waits; none of them is looked at.</summary>
    public int CountBefore(QueueMarker marker) => Files.Names(Waiting).Count(name => string.CompareOrdinal(name, marker.Free.Name) < 0);

    /// <summary>Whether a run has a slot.</summary>
    public bool HasSlot(QueueMarker marker) => IsIn(Running, marker.Free);

    bool IsIn(string folder, QueueMarker marker) => Files.Look(System.IO.Path.Combine(folder, marker.Name)) is { Kind: FileKind.File };

    IReadOnlyList<QueueMarker> Read(string folder) =>
        [.. Files.Names(folder).Select(QueueMarker.Read).OfType<QueueMarker>().OrderBy(marker => marker.Name, StringComparer.Ordinal)];
}
