using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Retention;

/// <summary>The copies of <c>mill</c> in a home.</summary>
internal sealed class WorkerCopies(HomeFolder home)
{
    readonly IFiles _files = home.Platform.Files;

    /// <summary>Takes away those that are of no use any more, or says which.</summary>
    public IEnumerable<SweepOutcome> Sweep(bool dryRun)
    {
        if (Used() is not { } used) yield break;
        foreach (var one in CopyRules.Decide(Copies(), used, home.Platform.Clock.GetUtcNow()))
            if (dryRun || TryRemove(one)) yield return one;
    }

    KeptCopy[] Copies() =>
    [
        .. from name in _files.Names(home.Bin)
           let path = Path.Combine(home.Bin, name)
           let facts = _files.Look(path)
           where facts is { Kind: FileKind.Folder }
           select new KeptCopy(name, facts.Value.ModifiedAt, _files.Measure(path)),
    ];

    // Null when an active run does not say which it uses: it is just being started, or is damaged.
    HashSet<string>? Used()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in home.ActiveIds())
        {
            if (home.Run(id).ReadSnapshot().Value is { Status: RunStatus.Pending, Spec.Queue: not null } && !IsHeld(id)) continue; // It uses none before its turn.
            if (home.Run(id).ReadWorker().Value is not { CommandLine: [{ } program, ..] }) return null;
            // Its folder's name alone: the home may have been renamed since.
            used.Add(Path.GetFileName(Path.GetDirectoryName(program)) ?? "");
        }
        return used;
    }

    bool IsHeld(RunId id) => home.Run(id).IsHeld != Liveness.Sign.No;

    bool TryRemove(SweepOutcome one)
    {
        var aside = Path.Combine(home.Bin, FileNames.StagePrefix + one.Id.TrimStart('.'));
        try
        {
            // Out of its place first, so that no starter sees half of it.
            if (one.What == "worker") _files.Move(Path.Combine(home.Bin, one.Id), aside);
            Steps.Reached("copy.taken-out");
            _files.DeleteTree(one.What == "worker" ? aside : Path.Combine(home.Bin, one.Id));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Somebody else sweeps too.
        }
    }
}
