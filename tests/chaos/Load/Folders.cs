using System.Globalization;
using Mill.Bench;

namespace Mill.Chaos.Load;

/// <summary>A hundred thousand runs in one home.</summary>
static class Folders
{
    const long RoomNeeded = 8L << 30;
    const int BoundKb = 600 << 10, NarrowKb = 120 << 10, Swept = 1000;

    public static void Run(Trial trial)
    {
        using var home = new TestHome(Place());
        var many = trial.Often(2_000, 100_000);
        var (ended, live, lost) = (home.StartScript("echo here; exit 3"), home.Start("--", "sleep", "86400"), home.Start("--", "sleep", "86400"));
        home.Ended(ended);
        Libc.Signal(home.WorkerOf(lost), Libc.Kill);
        Copies.Make(home.Home, ended, many);
        var all = many + 3;

        Ask(trial, home, all, 10, NarrowKb, count => count is >= 10 and <= 13, "ls", "--last", "10");
        Ask(trial, home, all, 1, BoundKb, count => count >= all, "ls");
        Ask(trial, home, all, 1, NarrowKb, count => count > 0, "ls", "--active");
        Ask(trial, home, all, 1, NarrowKb, count => count > 0, "get", ended[..^1]);
        Ask(trial, home, all, 1, NarrowKb, count => count > 0, "get", live);
        Ask(trial, home, all, 1, BoundKb, _ => true, "sweep", "--dry-run");
        Ask(trial, home, all, 9, NarrowKb, count => count > 0, "repair", "--all");
        var counted = home.Client.List().Count();
        var failed = home.Client.List(new RunFilter { Statuses = [EffectiveStatus.Failed] }).Count();
        trial.Tell("of so many, listed; listed as failed", $"{all}; {all - 1}", $"{counted}; {failed}");
        trial.Must(counted == all && failed == all - 1, $"{counted} are listed, {failed} as failed, of {all}");
        trial.Must(home.Get(lost).Text("reason") == "worker-lost" && home.Get(live).Text("effectiveStatus") == "running", "the lost one and the live one are not found among so many");
        var kept = Directory.GetDirectories(Path.Combine(home.Home, "runs")).Length;
        Ask(trial, home, all, 1, BoundKb, _ => true, "sweep", "--keep", $"{many - Swept}", "--log-retention", "1h");
        var left = Directory.GetDirectories(Path.Combine(home.Home, "runs")).Length;
        trial.Tell($"after a sweep that keeps {many - Swept} left, with the live one", $"{many - Swept + 1}", $"{left}");
        trial.Must(kept == all && left == many - Swept + 1, $"of {kept} a sweep that keeps {many - Swept} has left {left}");
    }

    // In memory where there is room: half a million files take longer to be removed from a disk than everything else here.
    static string? Place() => new DriveInfo("/dev/shm") is { IsReady: true, AvailableFreeSpace: >= RoomNeeded } && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= 2 * RoomNeeded
        ? Directory.CreateDirectory($"/dev/shm/mill-folders-{Environment.ProcessId}").FullName : null;

    static void Ask(Trial trial, TestHome home, int all, int kept, long mostKb, Func<int, bool> right, params string[] words)
    {
        var gauge = Gauge.Of(home, kept, words);
        var line = string.Join(' ', words.Select(word => RunId.TryParse(word, out _) ? "ID" : RunId.TryParse(word + "a", out _) ? "BEGINNING-OF-ID" : word));
        trial.Tell($"`mill {line}` over {all} runs: time, most memory", $"{mostKb >> 10} MiB at most", gauge.ToString());
        trial.Must(gauge.ExitCode == 0 && right(gauge.Count), $"mill {line} over {all} runs says {gauge.Count} lines and exits with {gauge.ExitCode}: {string.Join('\n', gauge.Lines)}{gauge.Err}");
        trial.Must(gauge.PeakKb <= mostKb, string.Create(CultureInfo.InvariantCulture, $"mill {line} over {all} runs takes {gauge.PeakKb >> 10} MiB"));
    }
}
