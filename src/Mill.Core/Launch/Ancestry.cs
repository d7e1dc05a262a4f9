using System.Globalization;
using Mill.Liveness;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Launch;

/// <summary>The run inside which a start was asked for, and how deep that is.</summary>
/// <param name="ParentId">The outer run.</param>
/// <param name="Depth">How many runs the new one is inside of.</param>
/// <param name="OpenFilesLimit">The limit of open files that the outer run's worker has launched us with, where it has; its own is another.</param>
internal sealed record Ancestry(string? ParentId, int Depth, long? OpenFilesLimit = null)
{
    /// <summary>How deep runs may be inside runs, unless somebody says otherwise.</summary>
    public const int DeepestAllowed = 5;

    /// <summary>Reads it from the caller's environment; an outer run counts only while its own worker lives.</summary>
    public static Ancestry Of(IPlatform platform, IReadOnlyDictionary<string, string> caller, int deepest = DeepestAllowed)
    {
        var said = int.TryParse(caller.GetValueOrDefault("MILL_RUN_DEPTH"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Min(number, deepest + 1) : (int?)null;
        if (!RunId.TryParse(caller.GetValueOrDefault("MILL_RUN_ID"), out var id))
            return Checked(new Ancestry(null, said + 1 ?? 0), deepest);
        if (Find(platform, caller, id) is not { } parent || !IsAlive(parent)) return new Ancestry(null, 0);
        var spec = RequireLive(parent).Spec;
        return Checked(new Ancestry(id.Text, Math.Max(said ?? 0, spec.Depth) + 1, IsOurs(parent) ? spec.OpenFilesLimit : null), deepest);
    }

    /// <summary>Looks again whether the outer run was stopped meanwhile.</summary>
    public static void CheckAgain(IPlatform platform, IReadOnlyDictionary<string, string> caller, Ancestry ancestry)
    {
        if (ancestry.ParentId is not null && RunId.TryParse(ancestry.ParentId, out var id) && Find(platform, caller, id) is { } parent)
            RequireLive(parent);
    }

    static RunFolder? Find(IPlatform platform, IReadOnlyDictionary<string, string> caller, RunId id) =>
        caller.GetValueOrDefault("MILL_RUN_DIR") is { Length: > 0 } folder && Path.GetFileName(folder) == id.Text
            && Path.GetDirectoryName(Path.GetDirectoryName(folder)) is { } home
            ? new HomeFolder(platform, home).Run(id) is { Exists: true } found ? found : null
            : null;

    static bool IsAlive(RunFolder parent) => parent.IsHeld == Sign.Yes;

    static bool IsOurs(RunFolder parent) =>
        parent.ReadWorker().Value is { } worker && parent.Platform.Processes.Ancestors() is [var nearest, ..] && nearest == worker.Process;

    static RunRecord RequireLive(RunFolder parent) =>
        parent.ReadRecord().Value switch
        {
            { Status: RunStatus.Cancelled } => throw new MillException(MillError.ParentCancelled,
                $"Run {parent.Id}, inside which this was asked for, has been stopped; it starts nothing any more.", parent.Id.Text),
            { } record => record,
            null => throw new MillException(MillError.RunDamaged, $"Run {parent.Id}, inside which this was asked for, cannot be read.", parent.Id.Text),
        };

    static Ancestry Checked(Ancestry ancestry, int deepest) => ancestry.Depth <= deepest
        ? ancestry
        : throw new MillException(MillError.TooDeep,
            $"This would be a run inside {ancestry.Depth} others; {deepest} is the limit (MILL_RUN_DEPTH).");
}
