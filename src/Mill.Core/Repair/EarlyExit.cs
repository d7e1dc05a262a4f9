using Mill.Cancel;
using Mill.Runs;
using Mill.Store;

namespace Mill.Repair;

/// <summary>What a launcher records of a worker that never answered.</summary>
internal static class EarlyExit
{
    /// <summary>Records the failure, unless the run has ended by somebody else's word, and ends what was launched.</summary>
    public static void Record(RunFolder folder)
    {
        RunRecord record;
        using (var locked = LockedRun.Take(folder))
        {
            Failure.Record(locked, Reason.EarlyExit, "its worker was gone before it had launched anything");
            record = locked.Record!;
        }
        new PhysicalStop(folder, record).EndWithoutWorker(TimeSpan.FromMilliseconds(record.Spec.GraceMs));
    }
}
