using System.Globalization;
using Mill.Platform;

namespace Mill.Chaos.Load;

/// <summary>A gigabyte of output, and one line of half of that.</summary>
static class Bytes
{
    const long Cap = 8 << 20, StoredText = 100_000, SlackKb = 16 << 10, Block = 64 << 10;

    // A flood is looked at after its first second, and then ten times a second; a look may come that much later, and later still by as
    // long as the worker gets no processor or waits for the disk.
    static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(2);

    public static void Run(Trial trial)
    {
        using var home = new TestHome { PatienceAtEnd = TimeSpan.FromSeconds(30) };
        var all = (long)trial.Often(60, 1000) * 1_000_000;
        Write(trial, home, "lines", $"yes 'one line of very many' | head -c {all}; echo the end", all + "the end\n".Length);
        Write(trial, home, "one line", $"head -c {all / 2} /dev/zero | tr '\\0' x", all / 2);
        LoadPart.Check(trial, home);
    }

    static void Write(Trial trial, TestHome home, string what, string script, long bytes)
    {
        var id = home.StartScript(script, "--log-cap", $"{Cap}");
        var (began, worker, first, most) = (trial.Elapsed, home.WorkerOf(id), 0L, 0L);
        var (looks, hold) = (new List<Look>(), new Hold(worker));
        while (ProcFs.IsAlive(worker))
        {
            var now = Gauge.NowOf(worker);
            (first, most) = (first == 0 ? now : first, Math.Max(most, now));
            var held = hold.SoFar(trial.Elapsed);
            if (Current.Platform.Files.Look(home.FileOf(id, "logs/main.1.out")) is { } log) looks.Add(new(trial.Elapsed - held, log.Size, log.DiskBytes));
            Thread.Sleep(20);
        }
        var told = home.Ended(id);
        var stream = home.Read(id, "result.json").At("spawns.0.out");
        var size = new FileInfo(home.FileOf(id, "logs/main.1.out")).Length;
        trial.Tell(Mb($"{bytes / 1e6:0} MB as {what}"), "", Mb($"{(trial.Elapsed - began).TotalSeconds:0} s, {bytes / 1e6 / (trial.Elapsed - began).TotalSeconds:0} MB a second"));
        trial.Tell("its worker's memory: at first, at most", Mb($"{SlackKb >> 10} MiB more at most"), Mb($"{first / 1024.0:0.0} MiB, {most / 1024.0:0.0} MiB"));
        // Of one that was over before the first look, nothing is known but what is there afterwards.
        var (room, growth) = looks is [] ? (0, 0) : (looks.Max(look => look.Room), MostBetweenLooks(looks));
        trial.Tell("its log on disk: at most while it ran, afterwards", Mb($"the cap of {Cap >> 20} MiB and what came in any {s_betweenLooks.TotalSeconds:0} s; the cap"),
            Mb($"{room / 1048576.0:0.0} MiB (and {growth / 1048576.0:0.0} MiB came), {size / 1048576.0:0.0} MiB"));
        trial.Must(room <= Cap + growth + Block, $"{what}: the log took {room} bytes of disk, with a cap of {Cap} and {growth} bytes in {s_betweenLooks.TotalSeconds:0} s");
        trial.Must(told.Text("status") == "complete" && stream.Number("bytes") == bytes, $"{what}: the result tells of {stream.Number("bytes")} bytes of {bytes}, and the run is {told.Text("status")}");
        trial.Must(stream.Number("cutBytes") > 0 && size <= Cap + Block, $"{what}: the log has {size} bytes, {stream.Number("cutBytes")} were cut");
        trial.Must(System.Text.Encoding.UTF8.GetByteCount(stream.Text("last.text")!) <= StoredText, $"{what}: the stored text has {stream.Text("last.text")!.Length} characters");
        trial.Must(most - first <= SlackKb, $"{what}: its worker grew from {first} to {most} KiB");
    }

    // The most by which it grew in so much time of the worker's.
    static long MostBetweenLooks(List<Look> looks) =>
        looks.Max(look => look.Size - looks.Where(before => look.At - before.At >= s_betweenLooks).Select(before => before.Size).LastOrDefault());

    static string Mb(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    readonly record struct Look(TimeSpan At, long Size, long Room);

    // How long a process would have gone on and could not: it stood in line for a processor, waited for a disk, or was stopped.
    sealed class Hold(int pid)
    {
        TimeSpan _still, _last;

        public TimeSpan SoFar(TimeSpan now)
        {
            if (_last > TimeSpan.Zero && ProcFs.Look(pid)?.State is 'D' or 'T' or 't') _still += now - _last;
            _last = now;
            return _still + ProcFs.InLine(pid);
        }
    }
}
