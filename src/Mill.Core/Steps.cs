using System.Diagnostics;
using Mill.Platform;

namespace Mill;

/// <summary>Named steps at which a test may end the process; a released build has none.</summary>
internal static class Steps
{
    /// <summary>Dies here, by SIGKILL, when <c>MILL_DIE_AT</c> names this step.</summary>
    [Conditional("MILL_STEPS")]
    public static void Reached(string step)
    {
        if (Surroundings.DieAt != step) return;
        var platform = Current.Platform;
        using var self = platform.Processes.Open(platform.Processes.Self);
        self?.Send(StopSignal.Kill);
        self?.WaitForExit(Timeout.InfiniteTimeSpan);
    }
}
