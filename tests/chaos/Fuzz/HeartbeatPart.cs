using System.Text;

namespace Mill.Chaos.Fuzz;

/// <summary>Heartbeats of runs whose worker is gone, here or on another machine: whatever is in them, they are read, and nobody is called alive for it.</summary>
sealed class HeartbeatPart(Trial trial, IReadOnlyList<Seed> seeds)
{
    static readonly (string Name, Func<MillClient, RunId, Random, string?> Do)[] s_verbs =
        [.. Reads.All.Where(one => one.Name is "get" or "inspect" or "examine" or "list" or "repair --dry-run" or "repair --all --dry-run")];

    /// <summary>Tries so many.</summary>
    public void Carry(int beats)
    {
        var root = Directory.CreateTempSubdirectory("mill-fuzz-").FullName;
        try
        {
            var homes = seeds.Where(seed => seed.Kind.StartsWith("lost", StringComparison.Ordinal)).SelectMany(seed => new[] { seed, Elsewhere(seed) })
                .Select((seed, place) => new Place(seed, Path.Combine(root, $"{place}"))).ToArray();
            foreach (var home in homes) home.Draft.Lay(home.Path);
            var before = Print.Of(root);
            var (senseless, number) = (0, 0);
            for (; number < beats; number++)
                if (Try(homes, trial.Seed + number)) senseless++;
            foreach (var home in homes) File.WriteAllBytes(home.Beat, home.Sound);
            if (Print.Difference(before, Print.Of(root)) is { } changed) trial.Fault($"they are read, and something changed:{changed}");
            trial.Tell("malformed heartbeats, of 4 kinds of runs", trial.IsShort ? "" : "≥ 100,000", $"{number:N0}, {senseless * 100 / Math.Max(1, number)} % not believed");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    // Whether it was believed to be none.
    bool Try(Place[] homes, int number)
    {
        var chance = new Random(number);
        var home = chance.Pick(homes);
        var (bytes, words) = JsonChanges.Some(home.Sound, home.Draft, chance);
        File.WriteAllBytes(home.Beat, bytes);
        var verb = chance.Pick(s_verbs);
        try
        {
            if (verb.Do(home.Mill, home.Draft.Seed.Id, chance) is { } fault) trial.Fault($"{verb.Name}: {fault}\n    --seed {number} --count 1 (heartbeat, {home.Draft.Seed.Kind}: {words})");
            return home.Mill.Examine(home.Draft.Seed.Id).HeartbeatAgeMs is null;
        }
        catch (Exception e)
        {
            trial.Fault($"{verb.Name}: {e.GetType().Name}: {e.Message}{e.StackTrace?.Split('\n')[0]}\n    --seed {number} --count 1 (heartbeat, {home.Draft.Seed.Kind}: {words})");
            return true;
        }
    }

    // As it is seen from another machine: then it is the heartbeat that counts, or any other sign of life.
    static Seed Elsewhere(Seed seed)
    {
        var name = $"{seed.Folder}/worker.json";
        var text = Encoding.UTF8.GetString(seed.Files[name]);
        var other = text.Replace("\"machineId\":\"", "\"machineId\":\"another", StringComparison.Ordinal);
        return other == text ? throw new InvalidOperationException("The worker names no machine.")
            : seed with { Kind = $"{seed.Kind}, elsewhere", Files = new Dictionary<string, byte[]>(seed.Files) { [name] = Encoding.UTF8.GetBytes(other) } };
    }

    sealed class Place(Seed seed, string path)
    {
        public Draft Draft { get; } = new(seed, path, []);
        public string Path { get; } = path;
        public string Beat { get; } = System.IO.Path.Combine(path, seed.Folder, "heartbeat.json");
        public byte[] Sound { get; } = seed.Files[$"{seed.Folder}/heartbeat.json"];
        public MillClient Mill { get; } = new(new MillOptions { Home = path, Executable = Places.Mill });
    }
}
