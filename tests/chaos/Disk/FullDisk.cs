namespace Mill.Chaos.Disk;

/// <summary>A disk without room: of memory, where a byte that is given back is there at once, and ext4.</summary>
static class FullDisk
{
    const string Promise = "goes on; its end is recorded, and starts are refused with DiskFull and leave nothing";

    public static IEnumerable<(string, string, Func<DiskPart, string>)> Cases =>
    [
        ("disk full, tmpfs: a run that fills it, runs that end, stop, repair, resume, note on it", Promise, static part => On(part, static _ => Mount.Memory(6))),
        ("disk full, ext4: the same", Promise, static part => On(part, static root => Mount.Ext4(16, Path.Combine(root, "disk.img")))),
        ("disk full but for 0 to 400 KiB, tmpfs: starts", "works whole, or is refused and leaves nothing, or is recorded as failed", static part => Starts(part, static _ => Mount.Memory(6))),
        ("disk full but for 0 to 400 KiB, ext4: starts", "works whole, or is refused and leaves nothing, or is recorded as failed", static part => Starts(part, static root => Mount.Ext4(16, Path.Combine(root, "disk.img")))),
        ("no inodes left: starts", "works whole, or is refused; what its worker had begun is lost, and a repair records it", static part => Inodes(part)),
    ];

    static string On(DiskPart part, Func<string, Mount> make)
    {
        using var place = new Folder();
        using var disk = make(place.Path);
        var home = disk.Home;
        var told = new List<string>();

        var loud = home.Client.Launch(Scripts.Of(home, "head -c 50000000 /dev/zero; exit 3"));
        Scripts.Ended(home, loud);
        told.Add($"filled by itself: {part.Outcome(home, loud, "failed exit", "a run that fills the disk")}");
        File.Delete(home.FileOf(loud.Text, "logs/main.1.out"));

        var (ends, stopped, lost, failed) = (Scripts.Waiting(home, home.Client, "exit 4"), home.Client.Launch(Scripts.Of(home, "sleep 600")),
            home.Client.Launch(Scripts.Of(home, "sleep 600")), home.Client.Launch(Scripts.Of(home, "exit 3")));
        var plan = home.Client.Launch(Plan(home));
        Scripts.Ended(home, failed);
        disk.Fill();
        var before = (Count(home, "runs"), Count(home, "active"));
        told.Add($"start: {Refusal(() => home.Client.Launch(Scripts.Of(home, "exit 0")))}");
        part.Must(before == (Count(home, "runs"), Count(home, "active")), "a start on a full disk left something");
        told.Add($"note: {Refusal(() => home.Client.Note(new NoteRequest { Text = "x", Run = ends }))}");
        told.Add($"resume: {Refusal(() => home.Client.Resume(failed))}");
        part.Must(home.Read(failed.Text, "run.json").Number("generation") == 1 && home.Events(failed.Text, "run:resumed").Length == 0, "a resume that was refused has happened");
        part.Must(!home.Client.List(new RunFilter { Active = true }).Any(run => run.Id == failed.Text), "a resume that was refused left its run on the to-do list");

        Scripts.LetGo(home);
        Scripts.Ended(home, ends);
        told.Add($"end: {part.Outcome(home, ends, "failed exit", "a run that ends on a full disk")}");
        told.Add($"stop: {Refusal(() => home.Client.Stop(stopped))}, {part.Outcome(home, stopped, "cancelled cancelled", "a run that is stopped on a full disk")}");
        Libc.Signal(home.WorkerOf(lost.Text), Libc.Kill);
        Until.True(() => home.Client.Get(lost).EffectiveStatus == EffectiveStatus.Lost, TimeSpan.FromSeconds(20), "it is lost");
        told.Add($"repair: {Refusal(() => home.Client.Repair(lost))}");

        disk.Empty();
        home.Client.RepairAll().ToArray();
        home.Client.Resume(failed);
        Scripts.Ended(home, failed);
        told.Add($"lost: {part.Outcome(home, lost, "failed worker-lost", "a lost run")}, resumed: {part.Outcome(home, failed, "failed exit", "a resumed run")}");
        Scripts.Ended(home, plan);
        told.Add($"plan: {part.Outcome(home, plan, "complete exit", "a plan")}");
        Scripts.Alone(home, TimeSpan.FromSeconds(60));
        part.Audit(home, "a disk that was full");
        return string.Join("; ", told);
    }

    static string Starts(DiskPart part, Func<string, Mount> make)
    {
        using var place = new Folder();
        using var disk = make(place.Path);
        var home = disk.Home;
        Scripts.Ended(home, home.Client.Launch(Scripts.Of(home, "exit 0")));
        var (worked, refused, failed) = (0, 0, 0);
        for (var free = 0; free <= 400; free += part.Trial.IsShort ? 40 : 4)
        {
            disk.Fill(free << 10);
            var before = Left(home);
            RunId? id = null;
            var said = Refusal(() => id = home.Client.Launch(Scripts.Of(home, "echo hello; exit 0")));
            if (id is { } started && part.Must(Scripts.Ended(home, started).EffectiveStatus == EffectiveStatus.Complete, $"with {free} KiB free a run came to {home.Client.Get(started).Reason}: {home.Client.Get(started).Message}")) worked++;
            if (said == "DiskFull") refused++;
            part.Must(id is not null || said is "DiskFull" or "EarlyExit", $"with {free} KiB free a start said {said}");
            Scripts.Alone(home, TimeSpan.FromSeconds(30));
            disk.Empty();
            if (said == "EarlyExit") failed++;
            else part.Must(id is not null || Left(home).SequenceEqual(before), $"with {free} KiB free a start that was refused left {string.Join(", ", Left(home).Except(before))}");
        }
        home.Client.RepairAll().ToArray();
        part.Audit(home, "a disk that was nearly full");
        return $"{worked} worked, {refused} refused, {failed} recorded as early-exit";
    }

    static string Inodes(DiskPart part)
    {
        using var disk = Mount.Memory(16, ",nr_inodes=120");
        var home = disk.Home;
        Scripts.Ended(home, home.Client.Launch(Scripts.Of(home, "exit 0")));
        var (worked, left, said) = (0, 0, new HashSet<string>());
        for (var number = 0; number < 20; number++)
        {
            var before = (Count(home, "runs"), Count(home, "active"));
            RunId? id = null;
            said.Add(Refusal(() => id = home.Client.Launch(Scripts.Of(home, "exit 0"))));
            if (id is { } started && part.Must(Scripts.Ended(home, started).EffectiveStatus == EffectiveStatus.Complete, $"a run came to {home.Client.Get(started).Message}")) worked++;
            Scripts.Alone(home, TimeSpan.FromSeconds(30));
            if (id is null && before != (Count(home, "runs"), Count(home, "active"))) left++;
        }
        Mount.Run("mount", ["-o", "remount,nr_inodes=10000", disk.Path]);
        home.Client.RepairAll().ToArray();
        part.Audit(home, "a disk without inodes");
        return $"{worked} worked, then {string.Join(", ", said.Except(["done"]))}; {left} of these left to a repair";
    }

    /// <summary>A plan of two tasks, the first of which waits to be let go.</summary>
    public static StartRequest Plan(TestHome home) => new()
    {
        Command = "",
        WorkingDirectory = home.Work,
        Plan = new PlanRequest
        {
            Tasks =
            [
                new TaskRequest { Name = "a", Command = "/bin/sh", Arguments = ["-c", "while [ -e gate ]; do sleep 0.05; done"] },
                new TaskRequest { Name = "b", Command = "/bin/true", After = ["a"] },
            ],
        },
    };

    static string[] Left(TestHome home) => [.. home.Names("runs").Concat(home.Names("active").Select(name => $"active/{name}")).Order(StringComparer.Ordinal)];

    static int Count(TestHome home, string folder) => Directory.GetFileSystemEntries(Path.Combine(home.Home, folder)).Length;

    /// <summary>What an act was refused with; <c>done</c> where it was not.</summary>
    public static string Refusal(Action act)
    {
        try
        {
            act();
            return "done";
        }
        catch (MillException e)
        {
            return e.Code.ToString();
        }
    }
}
