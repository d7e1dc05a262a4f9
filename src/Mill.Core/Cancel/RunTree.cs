using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Cancel;

/// <summary>Finds the processes of a run: below its worker while there is one, by identity and by marker when there is none.</summary>
internal sealed class RunTree(RunFolder folder)
{
    readonly IPlatform _platform = folder.Platform;

    /// <summary>Everyone below a supervisor, other runs left out; each is told of the moment it is seen.</summary>
    public IReadOnlyList<ProcessFacts> Below(int pid, Action<ProcessFacts>? onSight = null) => _platform.Processes.Descendants(pid, one =>
    {
        if (IsOfAnotherRun(one)) return true;
        onSight?.Invoke(one);
        return false;
    });

    /// <summary>Everyone below a supervisor who belongs to one spawn: its process, whoever is below that, and orphans that carry its mark.</summary>
    public IReadOnlyList<ProcessFacts> OfSpawn(int supervisor, ProcessIdentity main, SpawnId spawn)
    {
        var below = Below(supervisor);
        var members = below.Where(one => one.Identity == main || (one.ParentPid == supervisor && IsMarked(one, spawn))).ToList();
        var pids = members.Select(one => one.Identity.Pid).ToHashSet();
        for (var more = true; more;)
        {
            var next = below.Where(one => pids.Contains(one.ParentPid) && !pids.Contains(one.Identity.Pid)).ToList();
            foreach (var one in next) pids.Add(one.Identity.Pid);
            members.AddRange(next);
            more = next.Count > 0;
        }
        return members;
    }

    /// <summary>Whether a spawn whose process has ended left somebody behind: orphans below a supervisor, those left out that still run there.</summary>
    public bool LeftSomebody(int supervisor, SpawnId spawn, IReadOnlySet<int> running) =>
        _platform.Processes.Descendants(supervisor, one => running.Contains(one.Identity.Pid) || IsOfAnotherRun(one))
            .Any(one => !one.IsDead && IsMarked(one, spawn));

    bool IsMarked(ProcessFacts process, SpawnId spawn) =>
        _platform.Processes.Environment(process.Identity.Pid, "MILL_SPAWN_ID")?.GetValueOrDefault("MILL_SPAWN_ID") == spawn.ToString();

    /// <summary>Everyone who is seen to belong to the run without asking its worker: carrying its marks, or named in its record and
    /// writing to its logs, and whoever is below them. Each is told of the moment it is seen.</summary>
    public IReadOnlyList<ProcessFacts> Orphans(RunRecord? record, Action<ProcessFacts>? onSight = null)
    {
        ProcessIdentity?[] apart = [_platform.Processes.Self, folder.ReadWorker().Value?.Process];
        var found = new Dictionary<ProcessIdentity, ProcessFacts>();
        var onOthers = onSight.OnlyOf(one => !apart.Contains(one.Identity));
        foreach (var root in Roots(record, onOthers))
        {
            found.TryAdd(root.Identity, root);
            foreach (var below in Below(root.Identity.Pid, onOthers)) found.TryAdd(below.Identity, below);
        }
        foreach (var one in apart.OfType<ProcessIdentity>()) found.Remove(one);
        return [.. found.Values];
    }

    /// <summary>Those that the record names, that are there, and that nothing but the record ties to the run: a file alone, which
    /// anybody may have made, is no reason to end a process.</summary>
    public IReadOnlyList<Survivor> Unproven(RunRecord? record) =>
        [.. Named(record).Where(one => !one.IsDead && !IsOurs(one)).DistinctBy(one => one.Identity)
            .Select(one => new Survivor(one.Identity.Pid, one.Identity.StartTime, one.Name, "not-proven"))];

    /// <summary>Ends a process of the run with all of its group, in one act.</summary>
    public bool TryEndGroup(ProcessIdentity member, IReadOnlyCollection<int> spared) =>
        _platform.Processes.TryEndGroup(member, folder.Id.Text, folder.Path, spared);

    /// <summary>Whether a process carries the marks of a run that is not this one and that exists: of another id, or of
    /// the same id in another place, which this one was copied from or to.</summary>
    public bool IsOfAnotherRun(ProcessFacts process)
    {
        var marks = _platform.Processes.Environment(process.Identity.Pid, "MILL_RUN_ID", "MILL_RUN_DIR");
        return marks is not null
            && marks.TryGetValue("MILL_RUN_ID", out var id) && RunId.TryParse(id, out _)
            && marks.TryGetValue("MILL_RUN_DIR", out var place) && Path.GetFileName(place) == id
            && place != folder.Path && IsAnotherRun(place);
    }

    bool IsAnotherRun(string place)
    {
        try
        {
            var files = _platform.Files;
            return files.Look(place) is { Kind: FileKind.Folder } there && there.Id != files.Look(folder.Path)?.Id
                && (Path.GetDirectoryName(place) == folder.Home.Runs || files.Look(Path.Combine(place, FileNames.Events)) is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // A mark is whatever a process says it is, also a path that cannot be looked at.
        }
    }

    IEnumerable<ProcessFacts> Roots(RunRecord? record, Action<ProcessFacts>? onSight)
    {
        // A folder of somebody else tells whom to end as its owner pleases.
        if (_platform.Files.OwnerOf(folder.Path) is not { } owner || owner != _platform.Machine.UserId) yield break;
        foreach (var named in Named(record))
            if (IsOurs(named)) yield return named;
        var marks = _platform.Processes.Marked(folder.Id.Text, folder.Path, owner, NotBefore(record), onSight.OnlyOf(one => !IsOfAnotherRun(one)));
        foreach (var marked in marks)
            if (!IsOfAnotherRun(marked)) yield return marked;
    }

    IEnumerable<ProcessFacts> Named(RunRecord? record) => Known(record)
        .Where(known => _platform.Processes.IsAlive(known) == Liveness.Sign.Yes)
        .Select(known => _platform.Processes.Look(known.Pid) is { } facts && facts.Identity == known ? facts : null)
        .OfType<ProcessFacts>().Where(facts => !IsOfAnotherRun(facts));

    bool IsOurs(ProcessFacts named) => IsProven(named.Identity.Pid, () => LogHolders.Logs(folder));

    /// <summary>Whether a process shows itself that it belongs to the run, whatever a file says: by its marks, or by a file that it has open to write.</summary>
    public bool IsProven(int pid, Func<IReadOnlyCollection<string>> files) =>
        _platform.Processes.IsMarked(pid, folder.Id.Text, folder.Path) || _platform.Processes.WritesTo(pid, files());

    IEnumerable<ProcessIdentity> Known(RunRecord? record)
    {
        foreach (var task in record?.Tasks ?? [])
            if (task.Process is { } process) yield return process;
        if (folder.ReadHeartbeat().Value is not { } beat || beat.BootId != _platform.Machine.BootId || beat.RunId != folder.Id.Text) yield break;
        foreach (var one in beat.Descendants)
            yield return _platform.Processes.Self with { Pid = one.Pid, StartTime = one.StartTime };
    }

    // The run's first moment on the boot clock, a little earlier for the clock's own coarseness; a clock that was set
    // back since would put it in the future, and then any start will do.
    long NotBefore(RunRecord? record)
    {
        if (record is null) return 0;
        var age = (long)(_platform.Clock.GetUtcNow() - record.CreatedAt).TotalMilliseconds;
        return age < 0 ? 0 : Math.Max(0, Liveness.Ages.BootMs(_platform) - age - 2_000);
    }
}
