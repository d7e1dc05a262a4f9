using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mill.Platform;

namespace Mill;

/// <summary>Named steps at which a test may end the process or make it fail; a released build has none.</summary>
internal static class Steps
{
    static readonly ConcurrentDictionary<string, int> s_reached = new(StringComparer.Ordinal);
    static int s_all;

    /// <summary>What makes it hold for one process, and not for the workers that this one launches.</summary>
    public const char Alone = '-';

    /// <summary>Dies here, by SIGKILL, when <c>MILL_DIE_AT</c> names this step, or so many times of it (<c>step:2</c>),
    /// or says how many steps of any name there may be (<c>17</c>). What stands behind an <c>@</c> is a file in which each is told.
    /// Fails as no code expects when <c>MILL_FAIL_AT</c> names it.</summary>
    [Conditional("MILL_STEPS")]
    public static void Reached(string step)
    {
        if (Surroundings.FailAt == step) throw new InvalidOperationException($"made to fail at {step}");
        if (Surroundings.DieAt?.TrimStart(Alone).Split('@') is not [var wanted, .. var file]) return;
        var time = string.Create(CultureInfo.InvariantCulture, $"{step}:{s_reached.AddOrUpdate(step, 1, static (_, times) => times + 1)}");
        foreach (var path in file) Tell(path, time);
        var all = Interlocked.Increment(ref s_all).ToString(CultureInfo.InvariantCulture);
        if (wanted == time || wanted == all || (wanted == step && time == step + ":1")) Die();
    }

    static void Tell(string path, string time)
    {
        var files = Current.Platform.Files;
        using var file = files.OpenToAppend(path);
        files.Append(file, Encoding.UTF8.GetBytes(time + "\n"));
    }

    static void Die()
    {
        var processes = Current.Platform.Processes;
        using var self = processes.Open(processes.Self);
        self?.Send(StopSignal.Kill);
        self?.WaitForExit(Timeout.InfiniteTimeSpan);
    }
}
