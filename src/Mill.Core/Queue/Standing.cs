using Mill.Liveness;
using Mill.Runs;
using Mill.Store;

namespace Mill.Queue;

/// <summary>How a run stands towards those that wait for its slot, or for itself.</summary>
internal enum Standing
{
    /// <summary>Its worker lives, or that cannot be told: nobody may take its place.</summary>
    Held,
    /// <summary>It is over, and its processes are gone.</summary>
    Over,
    /// <summary>It was never launched, and nobody is about to.</summary>
    NeverLaunched,
    /// <summary>Its worker is proven gone, and what is left of it was not ended yet.</summary>
    Broken,
}

/// <summary>Tells how runs stand.</summary>
internal static class Standings
{
    /// <summary>How a run stands now. One that lives costs a single question to the kernel.</summary>
    public static Standing Of(RunFolder folder)
    {
        if (folder.IsHeld == Sign.Yes) return Standing.Held;
        // Of a folder that was deleted, the worker ends the processes before it takes the run off the to-do list.
        if (!folder.Exists) return folder.Home.IsActive(folder.Id) ? Standing.Held : Standing.Over;
        if (Waits(folder)) return Standing.NeverLaunched;
        var seen = new EvidenceCollector(folder).Collect();
        return Of(seen, VerdictTable.Decide(seen, RepairLimits.Usual));
    }

    // Without all the evidence: of a long queue, most of those that others wait for wait themselves.
    static bool Waits(RunFolder folder)
    {
        var files = folder.Platform.Files;
        return files.Look(folder[FileNames.Worker]) is null && files.Look(folder[FileNames.Result]) is null
            && folder.ReadRecord().Value is { Status: RunStatus.Pending, Spec: { CanWait: true, Queue: { } asked } }
            && QueueFolder.Of(folder.Home, asked).FindWaiting(QueueMarker.Of(folder.Id, asked)) is not null;
    }

    /// <summary>What evidence and verdict mean here.</summary>
    public static Standing Of(Evidence seen, Verdict verdict) => verdict switch
    {
        _ when seen.Life == Sign.Yes => Standing.Held,
        { Name: "queued" } => Standing.NeverLaunched,
        { Name: "ended" } => Standing.Over,
        { Name: "unknown" } => Standing.Held, // That it is called lost after a while is for who asks for its repair.
        { Action: not RepairAction.None } => Standing.Broken,
        { Name: "damaged" } when !seen.Marker => Standing.Over, // It would stand in the way for ever.
        _ => Standing.Held,
    };
}
