namespace Mill.Tests.EndToEnd;

/// <summary>How the ways in which a process can end are recorded.</summary>
public sealed class An_end : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void with_exit_code_0_is_complete_and_everything_agrees()
    {
        var id = _home.StartScript("echo out; echo err >&2");
        var run = _home.Ended(id);
        var result = _home.Read(id, "result.json");

        Assert.Equal(("complete", "complete", "exit", 0L), (run.Text("status"), run.Text("effectiveStatus"), run.Text("reason"), run.Number("exitCode")));
        Assert.Equal(("complete", "exit", 0L), (result.Text("status"), result.Text("reason"), result.Number("exitCode")));
        Assert.Equal("0", _home.Text(id, "exit_code").Trim());
        Assert.Single(_home.Events(id, "run:complete"));
        Assert.Single(_home.Events(id, "spawn:complete"));
        Assert.Equal("complete", _home.Read(id, "run.json").Text("status"));
        Assert.False(File.Exists(_home.FileOf(id, "worker.pid")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_home.Home, "active")));
    }

    [Fact]
    public void C80_with_exit_code_3_is_failed()
    {
        var id = _home.StartScript("exit 3");

        _home.Mill("wait", id).Expect(3);
        var run = _home.Ended(id);
        Assert.Equal(("failed", "exit", 3L), (run.Text("status"), run.Text("reason"), run.Number("exitCode")));
        Assert.Equal("3", _home.Text(id, "exit_code").Trim());
        Assert.Single(_home.Events(id, "spawn:error"));
    }

    [Fact]
    public void C27_by_a_signal_names_it_and_tells_the_peak_of_memory()
    {
        var id = _home.StartScript("kill -SEGV $$");
        var run = _home.Ended(id);

        Assert.Equal(("failed", "signal", 139L), (run.Text("status"), run.Text("reason"), run.Number("exitCode")));
        Assert.Contains("SEGV", run.Text("signal"));
        Assert.Equal("139", _home.Text(id, "exit_code").Trim());
        Assert.True(_home.Read(id, "result.json").Number("spawns.0.usage.peakRssBytes") > 100_000);
    }

    [Fact]
    public void C79_tells_how_much_was_written_to_each_stream_and_keeps_the_last_lines()
    {
        var id = _home.StartScript("echo only-error >&2");
        _home.Ended(id);
        var spawn = _home.Read(id, "result.json").At("spawns.0");

        Assert.Equal(0, spawn.Number("out.bytes"));
        Assert.Equal(11, spawn.Number("err.bytes"));
        Assert.Equal("only-error", spawn.Text("err.last.text")!.TrimEnd('\n'));
    }

    [Fact]
    public void C77_is_never_published_before_its_result()
    {
        var ids = Enumerable.Range(0, 4).Select(_ => _home.StartScript("sleep 0.3")).ToList();
        while (ids.Count > 0)
            foreach (var id in ids.ToArray())
            {
                if (_home.Read(id, "run.json").Text("status") is not "complete") continue;
                Assert.Equal("complete", _home.Read(id, "result.json").Text("status"));
                Assert.Single(_home.Events(id, "run:complete"));
                ids.Remove(id);
            }
    }

    // Whoever was left behind has two seconds at most, however long the run's own grace is.
    [Theory]
    [InlineData("", "600")]
    [InlineData("trap '' TERM; ", "0.2")]
    [InlineData("trap '' TERM; ", "600")]
    public void C61_comes_though_a_grandchild_keeps_standard_output_open(string before, string grace)
    {
        var id = _home.StartScript($"({before}touch begun; exec sleep 600) & echo $! > left.pid; until [ -e begun ]; do sleep 0.02; done", "--grace", grace);

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.False(ProcFs.IsAlive(_home.PidIn("left.pid")));
    }

    // Who is left behind asks for it, and is ended only when that was there, or when its time is up.
    [Fact]
    public void tells_its_exit_code_before_what_was_left_behind_is_ended()
    {
        var id = _home.StartScript("""
            sh -c 'trap "" TERM; echo > deaf; until [ -e "$MILL_RUN_DIR/exit_code" ]; do sleep 0.01; done; cat "$MILL_RUN_DIR/exit_code" > seen; exec sleep 600' &
            until [ -e deaf ]; do sleep 0.02; done; exit 3
            """);

        Assert.Equal("failed", _home.Ended(id).Text("status"));
        Assert.Equal("3\n", File.ReadAllText(Path.Combine(_home.Work, "seen")));
    }

    [Fact]
    public async Task C61_with_background_allowed_leaves_what_was_left_behind_and_no_reader_waits_for_it()
    {
        var id = _home.StartScript("echo here; sleep 600 & echo $! > left.pid; until [ -e go ]; do sleep 0.02; done", "--allow-background");
        using var reader = Programs.Start(Places.Mill, ["logs", "-f", id], _home.At(new RunOptions()));
        Assert.Equal("here", await reader.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)));
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        await reader.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(ProcFs.IsAlive(_home.PidIn("left.pid")));
        _home.Stop(id, "--force", "--grace", "1");
        Assert.False(ProcFs.IsAlive(_home.PidIn("left.pid")));
    }

    [Fact]
    public void C45_is_called_ending_while_the_worker_still_tidies_up()
    {
        // Who is left behind holds the worker up by itself, right after the end: from here it could be too late.
        var id = _home.StartScript("""
            sh -c 'trap "" TERM; echo $$ > left.pid
                read -r worker < "$MILL_RUN_DIR/worker.pid"; ended=
                until [ $ended ]; do while read -r line || [ "$line" ]; do case $line in *\"status\":\"complete\"*) ended=yes;; esac; done < "$MILL_RUN_DIR/run.json"; done
                kill -STOP $worker; echo > held; while :; do sleep 0.2; done' &
            while ! [ -s left.pid ]; do sleep 0.05; done
            """, "--grace", "20");
        Until.True(() => File.Exists(Path.Combine(_home.Work, "held")), TimeSpan.FromSeconds(60), "the worker is held up");
        Assert.True(Runs.RunId.TryParse(id, out var run));
        var seen = _home.Client.Get(run);
        Assert.Equal((Runs.RunStatus.Complete, Runs.EffectiveStatus.Ending), (seen.Status, seen.EffectiveStatus));
        Libc.Signal(_home.PidIn("left.pid"), Libc.Kill);
        Libc.Signal(seen.Worker!.Pid, Libc.Cont);
        Until.True(() => _home.Get(id).Text("effectiveStatus") == "complete", TimeSpan.FromSeconds(60), "the run is over");
    }

    [Theory]
    [InlineData("ln -s /etc/hostname")]
    [InlineData("mkfifo")]
    [InlineData("mkdir")]
    public void is_what_it_was_though_a_log_cannot_be_read_back(string puts)
    {
        var id = _home.StartScript($"rm \"$MILL_RUN_DIR/logs/main.1.out\"; {puts} \"$MILL_RUN_DIR/logs/main.1.out\"; echo why >&2; exit 3");
        var run = _home.Ended(id);

        Assert.Equal(("failed", "exit", 3L), (run.Text("status"), run.Text("reason"), run.Number("exitCode")));
        Assert.Equal("why\n", _home.Read(id, "result.json").Text("spawns.0.err.last.text"));
        Assert.Contains("main.1.out", _home.Text(id, "logs/worker.log"), StringComparison.Ordinal);
    }

    [Fact]
    public void C81_in_failure_is_not_tried_again_by_itself()
    {
        var id = _home.StartScript("echo once; exit 1");
        var run = _home.Ended(id);

        Assert.Equal(1, run.Number("tasks.0.attempts"));
        Assert.Single(_home.Events(id, "spawn:start"));
        Assert.Equal("once\n", _home.Text(id, "logs/main.1.out"));
    }

    [Fact]
    public void C33_that_cannot_be_written_for_a_while_is_written_late_and_right()
    {
        var id = _home.StartScript("while ! [ -e go ]; do sleep 0.05; done");
        var process = _home.ProcessOf(id);
        using (Until.Some(() => Libc.Lock(_home.FileOf(id, "run.lock")), TimeSpan.FromSeconds(60), "the run's lock"))
        {
            File.WriteAllText(Path.Combine(_home.Work, "go"), "");
            Until.True(() => !ProcFs.IsAlive(process), TimeSpan.FromSeconds(60), "the process ends");
            Until.Stays(() => _home.Read(id, "run.json").Text("status") == "running", TimeSpan.FromSeconds(1), "the record waits for its lock");
            Assert.True(ProcFs.IsAlive(_home.WorkerOf(id)));
            Assert.NotEqual("lost", _home.Get(id).Text("effectiveStatus"));
        }

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Empty(_home.Events(id, "run:repaired"));
    }

    [Fact]
    public void C60_depends_on_no_word_that_the_process_says()
    {
        var run = _home.RunScript("for n in 1 2 3; do echo '429 Too Many Requests: backpressure, rate limited, fatal error, out of memory, killed' >&2; done; sleep 1; echo 'FAILED'");
        Assert.Equal(("complete", "exit", 0L), (run.Text("status"), run.Text("reason"), run.Number("exitCode")));
    }

    [Fact]
    public void C96_is_not_undone_by_a_heartbeat_that_comes_late()
    {
        var id = _home.StartScript("while ! [ -e go ]; do sleep 0.05; done; exit 3");
        _home.HeartbeatOf(id);
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        _home.Ended(id);
        var before = (_home.Text(id, "run.json"), _home.Text(id, "events.ndjson"), _home.Text(id, "result.json"));
        var beat = System.Text.RegularExpressions.Regex.Replace(_home.Text(id, "heartbeat.json"), "\"at\": *\\d+", $"\"at\":{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");
        File.WriteAllText(_home.FileOf(id, "heartbeat.json"), beat);

        Assert.Equal(("failed", "failed", "ended"), (_home.Get(id).Text("status"), _home.Get(id).Text("effectiveStatus"), _home.Get(id).Text("health")));
        Assert.False(_home.Repair(id).Is("repaired"));
        Assert.Equal(before, (_home.Text(id, "run.json"), _home.Text(id, "events.ndjson"), _home.Text(id, "result.json")));
    }

    [Fact]
    public void has_events_numbered_from_one_without_a_gap()
    {
        var id = _home.StartScript("true");
        _home.Ended(id);
        var events = _home.Events(id);

        Assert.Equal(Enumerable.Range(1, events.Length).Select(one => (long)one), events.Select(one => one.Number("sequence")));
        Assert.Equal("run:start", events[0].Text("type"));
        Assert.All(events, one => Assert.Equal((id, 1L, 1L), (one.Text("runId"), one.Number("generation"), one.Number("schemaVersion"))));
    }
}
