using System.Diagnostics;

namespace Mill.Chaos.Disk;

/// <summary>A disk, a folder or a permission that goes away under a run.</summary>
static class LostDisk
{
    const int TooLarge = 128 + 25, ReserveKib = 64; // SIGXFSZ
    static readonly TimeSpan s_heartbeats = TimeSpan.FromSeconds(45);

    public static IEnumerable<(string, string, Func<DiskPart, string>)> Cases =>
    [
        ("disk turns read-only while a run ends, and back (simulated)", "its end is recorded at the next heartbeat", static part => For(part, $"error {Betrayal.ReadOnly}")),
        ("quota is used up while a run ends, then more is given (simulated)", "its end is recorded", static part => For(part, $"error {Betrayal.QuotaFull}")),
        ("disk answers every write with an error while a run ends, then works again (simulated)", "its end is recorded at the next heartbeat", static part => For(part, $"error {Betrayal.BadDisk}")),
        ("syncs fail while a run ends, then work again (simulated)", "its end is recorded at the next heartbeat", static part => For(part, $"syncs {Betrayal.BadDisk}")),
        ("ext4 is shut off by an error (remount,abort) while a run ends, and comes back after a check", "a repair records worker-lost", static part => Aborted(part)),
        ("the run's folder is deleted", "ended at the next heartbeat, of 15 s; nothing is made anew", static part => Gone(part, static home => Directory.Delete(FolderIn(home), recursive: true))),
        ("the folder of all runs is deleted", "ended at the next heartbeat, of 15 s; nothing is made anew", static part => Gone(part, static home => Directory.Delete(Path.Combine(home.Home, "runs"), recursive: true))),
        ("the run's folder is renamed", "ended at the next heartbeat, of 15 s; nothing is made anew", static part => Gone(part, static home => Directory.Move(FolderIn(home), Path.Combine(home.Root, "elsewhere")))),
        ("the home is renamed", "ended at the next heartbeat, of 15 s; a repair there records worker-lost", static part => Renamed(part)),
        ("a limit on the size of files (ulimit -f 0, 8, 64 KiB, 1 MiB) is in force for the caller", "the run works, or is refused in words; under less than 64 KiB, which is the reserve, `mill` may die of SIGXFSZ, and a repair mends what that leaves", static part => FileSizes(part)),
    ];

    static string For(DiskPart part, string word)
    {
        using var home = new TestHome();
        var betrayal = new Betrayal(home);
        betrayal.Now();
        var id = Scripts.Waiting(home, betrayal.Client, "exit 3");
        var (stopped, plan) = (betrayal.Client.Launch(Scripts.Of(home, "sleep 600")), betrayal.Client.Launch(FullDisk.Plan(home)));
        betrayal.Now(word);
        Scripts.LetGo(home);
        Until.True(() => !ProcFs.IsAlive(home.ProcessOf(id.Text)), s_heartbeats, "its process is over");
        Thread.Sleep(1000); // The worker has to have tried.
        part.Must(home.Client.Get(id).EffectiveStatus is EffectiveStatus.Running or EffectiveStatus.Failed, $"meanwhile it is {home.Client.Get(id).EffectiveStatus}");
        var quiet = home.Client.RepairAll().ToArray();
        part.Must(quiet.All(one => !one.Repaired), "a repair did something about a live run");
        betrayal.Now();
        var clock = Stopwatch.StartNew();
        Scripts.Ended(home, id);
        var after = clock.Elapsed;
        part.Must(after < TimeSpan.FromSeconds(40), $"it took {after.TotalSeconds:0} s");
        Scripts.Ended(home, plan);
        part.Outcome(home, plan, "complete exit", word);
        home.Client.Stop(stopped);
        part.Outcome(home, stopped, "cancelled cancelled", word);
        Scripts.Alone(home, s_heartbeats);
        var outcome = part.Outcome(home, id, "failed exit", word);
        part.Audit(home, word);
        return $"{outcome}, {after.TotalSeconds:0.0} s after";
    }

    static string Aborted(DiskPart part)
    {
        using var place = new Folder();
        var image = Path.Combine(place.Path, "disk.img");
        string told;
        using var disk = Mount.Ext4(16, image);
        var home = disk.Home;
        var id = Scripts.Waiting(home, home.Client);
        Programs.Run("sync", [], new RunOptions());
        Mount.Run("mount", ["-o", "remount,abort", disk.Path]);
        Libc.Signal(home.ProcessOf(id.Text), Libc.Kill);
        Thread.Sleep(2000); // The worker has to have tried.
        var meanwhile = home.Client.Get(id);
        part.Must(meanwhile.EffectiveStatus == EffectiveStatus.Running, $"meanwhile it is {meanwhile.EffectiveStatus}");
        Libc.Signal(home.WorkerOf(id.Text), Libc.Kill);
        Until.True(() => home.Client.Get(id).EffectiveStatus == EffectiveStatus.Lost, s_heartbeats, "it is lost");
        told = $"meanwhile running; repair on it: {FullDisk.Refusal(() => home.Client.Repair(id))}";
        Mount.Run("umount", [disk.Path]);
        Programs.Run("e2fsck", ["-p", image], new RunOptions());
        Mount.Run("mount", ["-o", "loop", image, disk.Path]);
        home.Client.RepairAll().ToArray();
        told += $"; then {part.Outcome(home, id, "failed worker-lost", "after a shut-off")}";
        part.Audit(home, "an ext4 that was shut off");
        return told;
    }

    static string Gone(DiskPart part, Action<TestHome> take)
    {
        using var home = new TestHome();
        home.Client.Launch(Scripts.Of(home, "trap '' TERM; sleep 600 & while :; do sleep 0.1; done"));
        var clock = Stopwatch.StartNew();
        take(home);
        Scripts.Alone(home, s_heartbeats);
        part.Must(clock.Elapsed < TimeSpan.FromSeconds(20), $"it took {clock.Elapsed.TotalSeconds:0} s");
        var anew = Directory.Exists(Path.Combine(home.Home, "runs")) ? Directory.GetFileSystemEntries(Path.Combine(home.Home, "runs")) : [];
        part.Must(anew.Length == 0, $"{string.Join(", ", anew)} was made anew");
        part.Audit(home, "a folder that is gone");
        return $"ended after {clock.Elapsed.TotalSeconds:0.0} s, nothing made anew: {anew.Length == 0}";
    }

    static string FolderIn(TestHome home) => Directory.GetDirectories(Path.Combine(home.Home, "runs"))[0];

    static string Renamed(DiskPart part)
    {
        using var home = new TestHome();
        var id = home.Client.Launch(Scripts.Of(home, "sleep 600"));
        var aside = home.Home + "-aside";
        var clock = Stopwatch.StartNew();
        Directory.Move(home.Home, aside);
        Scripts.Alone(home, s_heartbeats);
        var took = clock.Elapsed;
        part.Must(!Directory.Exists(home.Home), "the home was made anew");
        if (Directory.Exists(home.Home)) Directory.Delete(home.Home, recursive: true);
        Directory.Move(aside, home.Home);
        Until.True(() => home.Client.Get(id).EffectiveStatus == EffectiveStatus.Lost, s_heartbeats, "it is lost");
        home.Client.RepairAll().ToArray();
        var outcome = part.Outcome(home, id, "failed worker-lost", "a home that was renamed");
        part.Audit(home, "a home that was renamed");
        return $"ended after {took.TotalSeconds:0.0} s; then {outcome}";
    }

    static string FileSizes(DiskPart part)
    {
        using var home = new TestHome();
        var told = new List<string>();
        home.RunScript("exit 0");
        foreach (var kib in new[] { 0, 8, 64, 1024 })
        {
            var answer = Programs.Run("/bin/bash", ["-c", $"ulimit -f {kib}; exec '{Places.Mill}' start --json -- sh -c 'head -c 3000000 /dev/zero; exit 3'"], home.At(new RunOptions
            {
                Environment = new Dictionary<string, string?> { ["DOTNET_EnableWriteXorExecute"] = "0" }, // With it, .NET needs a file of 2 GiB in memory.
            }));
            // One who may write less than the reserve dies of it, as any program does; what it left is for a repair.
            part.Must((answer.ExitCode is 0 or 1 || (answer.ExitCode == TooLarge && kib < ReserveKib)) && !answer.Err.Contains("   at ", StringComparison.Ordinal), $"with {kib} KiB it said {answer}");
            told.Add(answer.ExitCode == 0 ? $"{kib}: {Ended(home, answer)}" : $"{kib}: {(answer.Out.Length > 0 ? answer.Json.Text("error.code") : "SIGXFSZ")}");
        }
        Scripts.Alone(home, s_heartbeats);
        Until.True(() => home.Client.RepairAll().ToArray().Length == 0, s_heartbeats, "a repair has nothing to do");
        part.Audit(home, "limits on files");
        return string.Join("; ", told);
    }

    static string Ended(TestHome home, Answer started)
    {
        var run = home.Ended(started.Json.Text("id")!);
        return $"{run.Text("status")} {run.Text("reason")} {run.Text("signal")}".TrimEnd();
    }
}
