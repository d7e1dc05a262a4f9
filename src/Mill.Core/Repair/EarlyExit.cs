using Mill.Cancel;
using Mill.Runs;
using Mill.Store;

namespace Mill.Repair;

/// <summary>What a launcher records of a worker that never answered.</summary>
internal static class EarlyExit
{
    /// <summary>Records the failure, unless the run has ended by somebody else's word, and ends what was launched. Returns when its worker was gone, in words.</summary>
    public static string Record(RunFolder folder)
    {
        string when;
        RunRecord record;
        using (var locked = LockedRun.Take(folder))
        {
            when = When(folder, locked.Record?.Generation ?? 1);
            Failure.Record(locked, Reason.EarlyExit, $"its worker was gone {when}");
            record = locked.Record!;
        }
        new PhysicalStop(folder, record).EndWithoutWorker(TimeSpan.FromMilliseconds(record.Spec.GraceMs));
        return when;
    }

    // One that has said who it is goes on to launch, and may have: nobody may then believe that nothing ran.
    static string When(RunFolder folder, int generation) => folder.ReadWorker().Value?.Generation == generation
        ? "before it had answered, and what it launched may have run"
        : "before it had launched anything";
}
