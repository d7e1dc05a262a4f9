using System.Diagnostics;

namespace Mill.Chaos.Disk;

/// <summary>Disks that are slow, or that cannot do what others can.</summary>
static class OddDisk
{
    public static IEnumerable<(string, string, Func<DiskPart, string>)> Cases =>
    [
        ("syncs take 3 s each (simulated)", "slower, and right; no run is called lost", static part => Slow(part)),
        ("no locks at all: start (simulated)", "HomeHasNoLocks, and nothing is left", static part => NoLocks(part)),
        ("locks cease while a run goes on (simulated)", "unknown is never lost; its end is recorded once they work again", static part => LocksCease(part)),
        ("no hole punching (ramfs): a run that writes 6 MB with a cap of 2 MiB", "the log grows beyond its cap, and the worker's log says so", static part => NoHoles(part)),
    ];

    static string Slow(DiskPart part)
    {
        using var home = new TestHome();
        var betrayal = new Betrayal(home);
        betrayal.Now("sync 3000");
        var clock = Stopwatch.StartNew();
        var id = Scripts.Waiting(home, betrayal.Client);
        var started = clock.Elapsed;
        var stopped = betrayal.Client.Launch(Scripts.Of(home, "sleep 600"));
        part.Must(home.Client.List().All(run => run.EffectiveStatus == EffectiveStatus.Running), "a run is not running");
        Scripts.LetGo(home);
        clock.Restart();
        Scripts.Ended(home, id);
        var ended = clock.Elapsed;
        clock.Restart();
        part.Must(betrayal.Mill("stop", stopped.Text).ExitCode == 0, "a stop failed");
        var stop = clock.Elapsed;
        Scripts.Alone(home, TimeSpan.FromSeconds(60));
        part.Outcome(home, id, "complete exit", "a slow disk");
        part.Outcome(home, stopped, "cancelled cancelled", "a slow disk");
        part.Audit(home, "a slow disk");
        return $"start {started.TotalSeconds:0.0} s, end {ended.TotalSeconds:0.0} s, stop {stop.TotalSeconds:0.0} s";
    }

    static string NoLocks(DiskPart part)
    {
        using var home = new TestHome();
        var betrayal = new Betrayal(home);
        betrayal.Now($"lock {Betrayal.NoLocks}");
        var answer = betrayal.Mill("start", "--json", "--", "true");
        part.Must(answer.ExitCode == 1 && answer.Json.Text("error.code") == "HomeHasNoLocks", $"a start without locks said {answer}");
        var left = Directory.GetFileSystemEntries(Path.Combine(home.Home, "runs")).Length + Directory.GetFileSystemEntries(Path.Combine(home.Home, "active")).Length;
        part.Must(left == 0, "a start without locks left something");
        return $"{answer.Json.Text("error.code")}, {left} left";
    }

    static string LocksCease(DiskPart part)
    {
        using var home = new TestHome();
        var betrayal = new Betrayal(home);
        betrayal.Now();
        var id = Scripts.Waiting(home, betrayal.Client, "exit 3");
        betrayal.Now($"lock {Betrayal.NoLocks}");
        var seen = betrayal.Mill("get", id.Text, "--json").Expect(0).Json.Text("effectiveStatus");
        var repair = betrayal.Mill("repair", "--all", "--json");
        part.Must(seen is not "lost" && home.Events(id.Text, "run:failed").Length == 0, $"without locks it was called {seen}, and a repair said {repair}");
        Scripts.LetGo(home);
        Until.True(() => !ProcFs.IsAlive(home.ProcessOf(id.Text)), TimeSpan.FromSeconds(30), "its process is over");
        Thread.Sleep(1000); // The worker has to have tried.
        betrayal.Now();
        Scripts.Ended(home, id);
        Scripts.Alone(home, TimeSpan.FromSeconds(30));
        home.Client.RepairAll().ToArray();
        var outcome = part.Outcome(home, id, "failed exit", "locks that cease");
        part.Audit(home, "locks that cease");
        return $"{seen}; then {outcome}";
    }

    static string NoHoles(DiskPart part)
    {
        using var disk = Mount.Plain();
        var home = disk.Home;
        var id = home.Client.Launch(Scripts.Of(home, "for i in 1 2 3; do head -c 2000000 /dev/zero | tr '\\0' '.'; sleep 0.7; done; exit 3") with { LogCap = RunSpec.LeastLogCapBytes });
        Scripts.Ended(home, id);
        var bytes = new FileInfo(home.FileOf(id.Text, "logs/main.1.out")).Length;
        part.Must(bytes == 6_000_000, $"the log has {bytes} bytes");
        var said = home.Text(id.Text, "logs/worker.log").Contains("gives no blocks back", StringComparison.Ordinal);
        part.Must(said, "the worker did not say that it cannot cap");
        Scripts.Alone(home, TimeSpan.FromSeconds(30));
        var outcome = part.Outcome(home, id, "failed exit", "no holes");
        part.Audit(home, "no holes");
        return $"{outcome}, {bytes} bytes, said so: {said}";
    }
}
