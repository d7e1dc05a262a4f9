namespace Mill.Chaos.Fuzz;

/// <summary>Changes to what stands at a path: gone, something else, or another file's content.</summary>
static class ThingChanges
{
    /// <summary>Something else stands there, or nothing.</summary>
    public static string? Change(Draft draft, string name, Random chance)
    {
        if (chance.Next(8) == 0) return Elsewhere(draft, chance);
        var (thing, words) = chance.Next(14) switch
        {
            0 or 1 => (null, "gone"),
            2 => (new Thing.Content([]), "empty"),
            3 => (new Thing.Folder(), "a folder"),
            4 => (new Thing.Folder(IsEmpty: false), "a folder with something in it"),
            5 => (new Thing.Pipe(), "a named pipe"),
            6 => (new Thing.Plug(), "a socket"),
            7 => (new Thing.Link(Path.Combine(draft.Outside, "precious")), "a link to a file outside"),
            8 => (new Thing.Link(draft.Outside), "a link to a folder outside"),
            9 => (new Thing.Link(Path.GetFileName(name)), "a link to itself"),
            10 => (new Thing.Link(Path.Combine(draft.Outside, "nothing")), "a link to nothing"),
            11 => (new Thing.Content(draft[name], UnixFileMode.None), "unreadable"),
            12 when chance.Next(20) == 0 => (Large(draft, name, chance), "a gigabyte of nothing"),
            _ => Other(draft, chance),
        };
        draft.Put(name, thing);
        return $"{name}: {words}";
    }

    static (Thing?, string) Other(Draft draft, Random chance)
    {
        var other = chance.Pick([.. draft.Things.Keys]);
        return (new Thing.Content(draft[other]), $"what {other} holds");
    }

    static Thing.Sparse Large(Draft draft, string name, Random chance) =>
        new(chance.Next(2) == 0 ? draft[name] : [], (1L << 30) + (chance.Next(3) - 1));

    // Names that nothing was written under.
    static string Elsewhere(Draft draft, Random chance)
    {
        var (id, folder) = (draft.Seed.Id, draft.Seed.Folder);
        string[] names =
        [
            $"active/{id}", "active/20260101-000000-aaaa", "active/x", "runs/20260101-000000-aaaa", "runs/.removed-20260101-000000-aaaa", "runs/x", "config.json", "swept", "queues/q/waiting/x",
            $"queues/q/waiting/100-0000000000000000-{id}", $"queues/q/running/100-0000000000000000-{id}", "queues/q/queue.lock", $"{folder}/run.json.stage", $"{folder}/result.json.stage",
            $"{folder}/events.ndjson.damaged", $"{folder}/stop.json", $"{folder}/worker.pid", $"{folder}/reserve", $"{folder}/environment.json", $"{folder}/cleanup.json", $"{folder}/exit_code",
            $"{folder}/logs", $"{folder}/generations", $"{folder}/sessions", $"{folder}/deadletter.ndjson", $"{folder}/logs/repair.log", $"{folder}/logs/cancel.log", $"{folder}/run.lock", $"{folder}/worker.lock",
        ];
        var name = chance.Pick(names);
        Thing?[] things =
        [
            null, new Thing.Content([]), new Thing.Content("x"u8.ToArray()), new Thing.Content("{}"u8.ToArray()), new Thing.Folder(), new Thing.Folder(IsEmpty: false), new Thing.Pipe(),
            new Thing.Link(Path.Combine(draft.Outside, "precious")), new Thing.Link(draft.Outside), new Thing.Link(Path.Combine(draft.Outside, "nothing")), new Thing.Content(draft[$"{folder}/run.json"]),
        ];
        var thing = chance.Pick(things);
        foreach (var below in draft.Things.Keys.Where(one => one.StartsWith(name + "/", StringComparison.Ordinal)).ToList()) draft.Put(below, null);
        draft.Put(name, thing);
        return $"{name}: {(thing is Thing.Content file ? $"a file of {file.Bytes.Length} bytes" : thing?.ToString() ?? "gone")}";
    }
}
