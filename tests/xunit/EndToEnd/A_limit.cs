namespace Mill.Tests.EndToEnd;

/// <summary>What happens when a run meets a limit.</summary>
public sealed class A_limit : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void C29_of_time_ends_a_process_that_ignores_TERM()
    {
        var run = _home.RunToEnd("--timeout", "1", "--grace", "1", "--", "/bin/sh", "-c", "trap '' TERM; while :; do sleep 0.1; done");
        Met(run, "timeout");
    }

    [Fact]
    public void of_silence_ends_a_process_that_says_nothing()
    {
        var run = _home.RunToEnd("--idle-timeout", "1", "--", "/bin/sh", "-c", "echo once; sleep 600");
        Met(run, "idle-timeout");
    }

    [Fact]
    public void of_silence_spares_a_process_that_keeps_talking()
    {
        var run = _home.RunToEnd("--idle-timeout", "6", "--", "/bin/sh", "-c", "until [ $(date +%s) -ge $((${since:=$(date +%s)} + 8)) ]; do echo $((i += 1)); sleep 0.5; done");
        Assert.Equal("complete", run.Text("status"));
    }

    [Fact]
    public void of_memory_ends_a_process_that_takes_too_much()
    {
        var run = _home.RunToEnd("--memory-limit", "150MB", "--", Places.Dummy, "memory", "600");
        Met(run, "memory-limit");
    }

    [Fact]
    public void of_output_ends_a_process_that_writes_too_much()
    {
        var run = _home.RunToEnd("--output-limit", "1MB", "--", "/bin/sh", "-c", "while :; do yes | head -c 200000; sleep 0.05; done");
        Met(run, "output-limit");
        Assert.InRange(run.Number("durationMs"), 0, 30_000);
    }

    [Fact]
    public void of_output_is_told_also_of_a_process_that_wrote_too_much_and_ended_at_once()
    {
        var run = _home.RunToEnd("--output-limit", "1000", "--", "/bin/sh", "-c", "head -c 100000 /dev/zero");
        Met(run, "output-limit");
    }

    [Fact]
    public void C26_of_kept_output_is_held_without_memory_of_the_worker()
    {
        var id = _home.StartScript("head -c 300000000 /dev/zero | tr '\\0' 'x' | fold -w 99; while ! [ -e go ]; do sleep 0.05; done", "--log-cap", "8MB");
        Until.True(() => _home.Text(id, "worker.pid").Length > 0, TimeSpan.FromSeconds(60), "the worker says who it is");
        var worker = _home.WorkerOf(id);
        var before = Rss(worker);
        Until.True(() => new FileInfo(_home.FileOf(id, "logs/main.1.out")).Length > 300_000_000, TimeSpan.FromMinutes(5), "all is written");
        var after = Rss(worker);
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        _home.Ended(id);

        Assert.True(after < before + 20_000, $"{before} kB before, {after} kB after");
        Assert.True(new FileInfo(_home.FileOf(id, "logs/main.1.out")).Length <= 9 << 20);
        Assert.True(_home.Read(id, "result.json").Number("spawns.0.out.cutBytes") > 250_000_000);
    }

    [Fact]
    public void C78_of_stored_text_cuts_a_line_of_a_hundred_megabytes()
    {
        var id = _home.Start("--", Places.Dummy, "long-line", "100000000");
        Assert.Equal("complete", _home.Ended(id).Text("status"));
        var last = _home.Read(id, "result.json").At("spawns.0.out.last");

        Assert.True(last.Is("truncated"));
        Assert.True(last.Text("text")!.Length <= 100 * 1024);
        Assert.True(new FileInfo(_home.FileOf(id, "result.json")).Length < 250_000);
    }

    static long Rss(int pid) => long.Parse(ProcFs.Status(pid, "VmRSS")!);

    void Met(System.Text.Json.JsonElement run, string reason)
    {
        Assert.Equal(("failed", reason), (run.Text("status"), run.Text("reason")));
        var told = Assert.Single(_home.Events(run.Text("id")!, "worker:limit"));
        Assert.Equal(reason, told.Text("payload.limit"));
        Assert.True(told.Number("sequence") < Assert.Single(_home.Events(run.Text("id")!, "spawn:error")).Number("sequence"));
        // The worker may still be making the log small and plain.
        _home.Settle();
    }
}
