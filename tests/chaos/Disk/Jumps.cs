using System.Diagnostics;

namespace Mill.Chaos.Disk;

/// <summary>A wall clock that is set a day ahead or back under a worker, and a machine that starts anew.</summary>
static class Jumps
{
    static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);
    const string Day = "86400", BootId = "/proc/sys/kernel/random/boot_id";

    public static IEnumerable<(string, string, Func<DiskPart, string>)> Cases =>
    [
        ("the clock is set a day ahead while runs go on (simulated)", "no limit is met early, no run is lost, no duration is below zero", static part => Set(part, Day)),
        ("the clock is set a day back while runs go on (simulated)", "limits are met in time, no run is lost, no duration is below zero", static part => Set(part, "-" + Day)),
        ("a reader's clock is a day ahead, or back (simulated)", "what lives is never lost, and left alone", static part => Read(part)),
    ];

    /// <summary>A restart of the machine, as far as it can be had without one.</summary>
    public static (string, string, Func<DiskPart, string>) Restart =>
        ("the machine starts anew (simulated: another boot id, a boot clock that began anew)", "lost; a repair records host-restarted, a resume runs it again; what waited in a queue is started", static part => Reboot(part));

    static string Set(DiskPart part, string seconds)
    {
        using var home = new TestHome();
        var betrayal = new Betrayal(home);
        betrayal.Now();
        var clock = Stopwatch.StartNew();
        var limited = betrayal.Client.Launch(Scripts.Of(home, "sleep 600") with { Timeout = s_limit });
        var idle = betrayal.Client.Launch(Scripts.Of(home, "sleep 600") with { IdleTimeout = s_limit });
        var well = Scripts.Waiting(home, betrayal.Client);
        var again = betrayal.Client.Launch(Scripts.Of(home, "sleep 1; [ -e tried ] && exit 0; touch tried; exit 1") with { Retry = new RetryPolicy { Attempts = 2, DelayMs = 1000 } });
        var asks = betrayal.Client.Launch(Scripts.Of(home, "mill ask 'Well?' --timeout 3s --default no"));
        if (clock.Elapsed > s_limit) throw new LeftOut("this machine is too busy: a limit is met before the clock is set");
        betrayal.Now($"clock {seconds}");
        Scripts.Ended(home, limited);
        Scripts.Ended(home, idle);
        var met = clock.Elapsed;
        part.Must(met > s_limit && met < s_limit * 2.5, $"limits of {s_limit.TotalSeconds} s were met after {met.TotalSeconds:0.0} s");
        Scripts.Ended(home, again);
        Scripts.Ended(home, asks);
        part.Must(home.Client.Get(well) is { EffectiveStatus: EffectiveStatus.Running, Health: Health.Healthy }, $"one that lives is {home.Client.Get(well).Health}");
        part.Must(home.Client.RepairAll().ToArray().Length == 0, "a repair found something");
        Scripts.LetGo(home);
        Scripts.Ended(home, well);
        Scripts.Alone(home, TimeSpan.FromSeconds(30));
        foreach (var (id, outcome) in new[] { (limited, "failed timeout"), (idle, "failed idle-timeout"), (well, "complete exit"), (again, "complete exit"), (asks, "complete exit") })
        {
            part.Outcome(home, id, outcome, $"a clock that was set by {seconds} s");
            part.Must(home.Client.Get(id).DurationMs is null or >= 0, $"its duration is {home.Client.Get(id).DurationMs} ms");
            part.Must(home.Read(id.Text, "result.json").Number("durationMs") >= 0, $"its result's duration is {home.Read(id.Text, "result.json").Number("durationMs")} ms");
        }
        part.Audit(home, "a clock that was set");
        return $"limits of {s_limit.TotalSeconds} s met after {met.TotalSeconds:0.0} s, retry, question and end right";
    }

    static string Read(DiskPart part)
    {
        using var home = new TestHome();
        var betrayal = new Betrayal(home);
        var (id, waits) = (Scripts.Waiting(home, home.Client), home.Client.Launch(Scripts.Of(home, "mill ask 'Well?'")));
        var seen = new List<string>();
        foreach (var seconds in new[] { Day, "-" + Day })
        {
            betrayal.Now($"clock {seconds}");
            foreach (var one in new[] { id, waits })
            {
                var run = betrayal.Mill("get", one.Text, "--json").Expect(0).Json;
                part.Must(run.Text("health") is "healthy" or "quiet" && run.Text("effectiveStatus") is "running" or "waiting", $"seen by a clock {seconds} s off it is {run.Text("health")}: {run.Text("healthReason")}");
                seen.Add(run.Text("health")!);
            }
            var repair = betrayal.Mill("repair", "--all", "--json").Expect(0);
            part.Must(repair.Json.EnumerateArray().All(one => one.Text("action") == "none"), $"a repair by a clock {seconds} s off said {repair}");
        }
        Scripts.LetGo(home);
        home.Client.Stop(waits);
        Scripts.Ended(home, id);
        Scripts.Alone(home, TimeSpan.FromSeconds(30));
        part.Audit(home, "readers with other clocks");
        return string.Join(", ", seen.Distinct());
    }

    static string Reboot(DiskPart part)
    {
        using var disk = Mount.Memory(64);
        var home = disk.Home;
        home.Mill("queue", "set", "q", "--parallel", "1").Expect(0);
        var runs = new[] { home.Start("--", "sleep", "600"), home.StartScript("mill ask 'Well?'"), home.Start("--queue", "q", "--", "sleep", "600") };
        var waits = home.StartScript("exit 0", "--queue", "q");
        home.KillEverything();
        File.WriteAllText(Path.Combine(disk.Path, "boot_id"), Guid.NewGuid() + "\n");
        Mount.Run("mount", ["--bind", Path.Combine(disk.Path, "boot_id"), BootId]);
        try
        {
            // The machine has been up for a minute.
            var up = (long)TimeSpan.FromMilliseconds(Environment.TickCount64).TotalSeconds - 60;
            Answer Mill(params string[] line) => Programs.Run("unshare", ["-T", "--boottime", $"-{up}", Places.Mill, .. line], home.At(new RunOptions())).Expect(0);
            var seen = string.Join(", ", Mill("ls", "--json").Json.EnumerateArray().Select(run => run.Text("effectiveStatus")));
            part.Must(seen.Split(", ").Count(status => status == "lost") == runs.Length, $"after a restart they are {seen}");
            Mill("repair", "--all");
            foreach (var id in runs) part.Outcome(home, Id(id), "failed host-restarted", "a restart of the machine");
            Mill("wait", waits);
            part.Outcome(home, Id(waits), "complete exit", "one that waited for the restarted machine");
            Mill("resume", runs[0]);
            part.Must(Mill("get", runs[0], "--json").Json.Text("effectiveStatus") == "running", "a resume after a restart does not run");
            Mill("stop", runs[0]);
            Scripts.Alone(home, TimeSpan.FromSeconds(30));
            part.Must(Mill("repair", "--all", "--json").Out.Trim() == "[]", "a second repair found something");
            foreach (var fault in Audit.OfHome(home)) part.Trial.Fault($"after a restart: {fault}");
            return $"{seen}; then host-restarted, resumed, and the next in the queue ran";
        }
        finally
        {
            Programs.Run("umount", [BootId], new RunOptions());
        }
    }

    static RunId Id(string text) => RunId.TryParse(text, out var id) ? id : default;
}
