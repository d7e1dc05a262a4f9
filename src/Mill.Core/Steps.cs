using System.Diagnostics;
using Mill.Platform;

namespace Mill;

/// <summary>Named steps at which a test may end the process or make it fail; a released build has none.</summary>
internal static class Steps
{
    /// <summary>Dies here, by SIGKILL, when <c>MILL_DIE_AT</c> names this step; fails as no code expects when <c>MILL_FAIL_AT</c> does.</summary>
    [Conditional("MILL_STEPS")]
    public static void Reached(string step)
    {
        if (Surroundings.FailAt == step) throw new InvalidOperationException($"made to fail at {step}");
        if (Surroundings.DieAt != step) return;
        var platform = Current.Platform;
        using var self = platform.Processes.Open(platform.Processes.Self);
        self?.Send(StopSignal.Kill);
        self?.WaitForExit(Timeout.InfiniteTimeSpan);
    }
}
