using Mill.Cancel;
using Mill.Liveness;
using Mill.Runs;
using Mill.Store;

namespace Mill.Repair;

/// <summary>What a launcher records of a worker that never answered.</summary>
internal static class EarlyExit
{
    static readonly TimeSpan s_dying = TimeSpan.FromSeconds(5), s_look = TimeSpan.FromMilliseconds(20);

    /// <summary>Records the failure, unless the run has ended by somebody else's word or has another worker by now, and ends what was launched.
    /// Returns when its worker was gone, in words.</summary>
    public static string Record(RunFolder folder, int generation)
    {
        string when;
        RunRecord record;
        WaitForLife(folder);
        using (var locked = LockedRun.Take(folder))
        {
            when = When(folder, generation);
            if (IsAnothers(locked, generation)) return when;
            Failure.Record(locked, Reason.EarlyExit, $"its worker was gone {when}");
            record = locked.Record!;
        }
        new PhysicalStop(folder, record).EndWithoutWorker(TimeSpan.FromMilliseconds(record.Spec.GraceMs));
        return when;
    }

    // Of one that was killed just now, the lock may be seen a moment longer.
    static void WaitForLife(RunFolder folder)
    {
        var (platform, began) = (folder.Platform, folder.Platform.Clock.GetTimestamp());
        while (folder.IsHeld == Sign.Yes && platform.Clock.GetElapsedTime(began) < s_dying) platform.Pause(s_look);
    }

    // Somebody has found it without a worker meanwhile, and has launched it again or resumed it.
    static bool IsAnothers(LockedRun locked, int generation) => locked.Folder.IsHeld == Sign.Yes || (locked.Record?.Generation ?? generation) != generation;

    // One that has said who it is goes on to launch, and may have: nobody may then believe that nothing ran.
    static string When(RunFolder folder, int generation) => folder.ReadWorker().Value?.Generation == generation
        ? "before it had answered, and what it launched may have run"
        : "before it had launched anything";
}
