using System.Text;

namespace Mill.Chaos.Fuzz;

/// <summary>One change to a home, made by chance: the same number makes the same one again.</summary>
readonly record struct Change(int Number)
{
    static readonly string[] s_told = ["events.ndjson", "events.ndjson", "events.ndjson", "events.ndjson", "run.json", "run.json", "result.json", "worker.json", "heartbeat.json"];

    /// <summary>Makes it, and says what it was.</summary>
    public string Make(Draft draft)
    {
        var chance = new Random(Number);
        for (var tries = 0; tries < 20; tries++)
            if (Try(draft, chance) is { } words) return words;
        return "nothing";
    }

    static string? Try(Draft draft, Random chance)
    {
        var name = chance.Next(3) > 0 ? $"{draft.Seed.Folder}/{chance.Pick(s_told)}" : chance.Pick([.. draft.Things.Keys]);
        if (!draft.Things.ContainsKey(name)) return null;
        var (file, isLog) = (draft[name], name.EndsWith(".ndjson", StringComparison.Ordinal));
        switch (chance.Next(20))
        {
            case < 5: return Told(draft, name, ByteChanges.Change(file, chance));
            case < 12: return Told(draft, name, isLog ? JsonChanges.ValueInLine(file, draft, chance) : JsonChanges.Value(file, draft, chance));
            case < 15: return isLog ? Told(draft, name, JsonChanges.Line(file, draft, chance)) : null;
            case < 18: return ThingChanges.Change(draft, name, chance);
            default: return ClaimChanges.Change(draft, chance);
        }
    }

    static string? Told(Draft draft, string name, (byte[] Bytes, string Words)? changed)
    {
        if (changed is not { } made) return null;
        draft[name] = made.Bytes;
        return $"{name}: {made.Words}";
    }
}
