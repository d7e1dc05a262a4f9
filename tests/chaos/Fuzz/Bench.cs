using Mill.Platform;

namespace Mill.Chaos.Fuzz;

/// <summary>A place where one mutant after the other is laid and tried.</summary>
sealed class Bench : IDisposable
{
    readonly TestHome _home;
    readonly IReadOnlyList<Seed> _seeds;
    readonly IReadOnlyList<ProcStat> _bystanders;
    readonly string _outside;

    /// <summary>A place below a folder.</summary>
    public Bench(string root, IReadOnlyList<Seed> seeds, IReadOnlyList<ProcStat> bystanders)
    {
        (_home, _seeds, _bystanders) = (new TestHome(root), seeds, bystanders);
        _outside = Directory.CreateDirectory(Path.Combine(root, "outside")).FullName;
        File.WriteAllText(Path.Combine(_outside, "precious"), "precious\n");
        Directory.CreateDirectory(Path.Combine(_outside, "folder"));
        File.WriteAllText(Path.Combine(_outside, "folder", "within"), "within\n");
    }

    /// <summary>The verb that it is trying and since when; null while it tries none.</summary>
    public (string What, long Since)? Doing { get; private set; }
    /// <summary>The mutant that it is trying.</summary>
    public int Number { get; private set; }
    /// <summary>How many verbs it has tried.</summary>
    public long Verbs { get; private set; }
    /// <summary>How many of them were refused.</summary>
    public long Refusals { get; private set; }
    /// <summary>Whether the last mutant has another heartbeat than its worker wrote, or none.</summary>
    public bool TouchesHeartbeat { get; private set; }
    /// <summary>Whether the last mutant is left for whoever wants to look at it.</summary>
    public bool Keeps { get; init; }
    /// <summary>Whether verbs may launch something.</summary>
    public bool Launches { get; set; } = true;

    /// <summary>Tries a mutant; what is wrong, null where nothing is. Fewer of its changes may be asked for.</summary>
    public string? Try(int number, Func<int, bool> only, out string words)
    {
        Number = number;
        var chance = new Random(number);
        var draft = new Draft(chance.Pick(_seeds), _outside, _bystanders);
        var changes = Enumerable.Range(0, 1 + (chance.Next(3) == 0 ? chance.Next(3) : 0)).Select(_ => new Change(chance.Next())).ToArray();
        words = $"{draft.Seed.Kind}: " + string.Join("; ", changes.Where((_, place) => only(place)).Select(change => change.Make(draft)));
        TouchesHeartbeat = draft.TouchesHeartbeat;
        Clear();
        draft.Lay(_home.Home);
        return TryReads(draft, chance) ?? (draft.ClaimsBystander ? null : TryWrites(draft, chance));
    }

    string? TryReads(Draft draft, Random chance)
    {
        var before = Print.Of(_home.Root);
        for (var verbs = 3; verbs > 0; verbs--)
        {
            var verb = chance.Pick(Reads.All);
            if (Do(verb.Name, mill => verb.Do(mill, draft.Seed.Id, chance)) is { } fault) return fault;
            if (verbs > 1 && verb.Name is not ("watch" or "sweep --dry-run")) continue;
            if (Print.Difference(before, Print.Of(_home.Root)) is { } changed) return $"{verb.Name} (or one before it) changed something:{changed}";
        }
        return null;
    }

    string? TryWrites(Draft draft, Random chance)
    {
        var outside = Print.Of(_outside);
        var launched = false;
        string? fault = null;
        for (var verbs = chance.Next(3); verbs > 0 && fault is null; verbs--)
        {
            var verb = chance.Pick(Writes.All);
            if (verb.Launches && (!Launches || chance.Next(25) > 0)) continue;
            launched |= verb.Launches;
            fault = Do(verb.Name, mill => verb.Do(mill, draft.Seed.Id, chance)) ?? Do($"get after {verb.Name}", mill => Reads.Judge(mill.Get(draft.Seed.Id)));
            launched |= draft.Seed.Kind.StartsWith("queue", StringComparison.Ordinal);
            if (launched) EndWorkers();
            fault ??= Print.Difference(outside, Print.Of(_outside)) is { } changed ? $"{verb.Name} changed what is outside:{changed}" : null;
            if (verb.Name.StartsWith("repair", StringComparison.Ordinal)) fault ??= Audited(draft, verb.Name);
        }
        return fault;
    }

    // Only of what was left alone it can be asked that nothing is missing from it.
    string? Audited(Draft draft, string verb)
    {
        if (draft.IsBeyondRepair || !IsEnded(draft.Seed.Id)) return null;
        try
        {
            var faults = string.Join("; ", Audit.OfRun(_home, draft.Seed.Id.Text).Where(fault => !draft.Planted.Any(name => fault == $"{name} is left")));
            return faults.Length > 0 ? $"after {verb}: {faults}" : null;
        }
        catch (Exception e) when (e is IOException or System.Text.Json.JsonException)
        {
            return $"after {verb}: {e.Message}";
        }
    }

    bool IsEnded(RunId id)
    {
        try { return Liveness.VerdictTable.Decide(_home.Client.Examine(id), Liveness.RepairLimits.Usual).Name == "ended"; }
        catch (MillException) { return false; }
    }

    string? Do(string name, Func<MillClient, string?> verb)
    {
        Doing = (name, Environment.TickCount64);
        Verbs++;
        try
        {
            return verb(_home.Client) is { } fault ? $"{name}: {fault}" : null;
        }
        catch (MillException)
        {
            Refusals++;
            return null;
        }
        catch (Exception e)
        {
            return $"{name}: {e.GetType().Name}: {e.Message} at {string.Join(" < ", (e.StackTrace ?? "").Split('\n').Select(line => line.Trim()).Where(line => line.Contains("at Mill.", StringComparison.Ordinal)).Take(4))}";
        }
        finally
        {
            Doing = null;
        }
    }

    // What was launched is short, and sweeps when its run is over; nothing may be left when the home is taken away and the next one is laid there.
    void EndWorkers()
    {
        if (!Until.Holds(() => _home.Processes().Count == 0, TimeSpan.FromSeconds(3))) _home.KillEverything();
    }

    void Clear()
    {
        if (Directory.Exists(_home.Home)) Current.Platform.Files.DeleteTree(_home.Home);
    }

    /// <summary>Takes the place away.</summary>
    public void Dispose()
    {
        if (Keeps)
        {
            Console.WriteLine($"  it is in {_home.Home}");
            return;
        }
        Clear();
        Directory.Delete(_home.Root, recursive: true);
    }
}
