namespace Mill.Tests.EndToEnd;

/// <summary>What is said and done when a worker was ended with SIGKILL.</summary>
public sealed class A_lost_worker : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void C25_is_seen_at_once_and_repair_makes_the_run_failed()
    {
        var id = _home.Start("--", "sleep", "600");
        var (worker, process) = (_home.WorkerOf(id), _home.ProcessOf(id));
        _home.KillWorker(id);
        var lost = _home.Get(id);
        Assert.Equal(("running", "lost", "dead", true),
            (lost.Text("status"), lost.Text("effectiveStatus"), lost.Text("health"), lost.Is("mismatch")));
        Assert.Equal(worker, lost.Number("worker.pid"));
        Assert.InRange(lost.At("heartbeat.rssMb").GetDouble(), 1, 1_000);

        var outcome = _home.Repair(id);

        Assert.True(outcome.Is("repaired"));
        var seen = outcome.At("evidence");
        Assert.Equal((worker, "no", "no"), ((int)seen.Number("worker.pid"), seen.Text("workerAlive"), seen.Text("life")));
        Assert.True(seen.Number("heartbeatAgeMs") >= lost.Number("heartbeat.ageMs"));
        Assert.Equal(lost.Text("heartbeat.rssMb"), seen.Text("rssMb"));
        var run = _home.Get(id);
        Assert.Equal(("failed", "failed", "worker-lost"), (run.Text("status"), run.Text("effectiveStatus"), run.Text("reason")));
        var result = _home.Read(id, "result.json");
        Assert.Equal(("failed", "failed", "worker-lost"), (result.Text("status"), result.Text("spawns.0.status"), result.Text("spawns.0.reason")));
        Assert.Equal(result.Text("endedAt"), result.Text("spawns.0.endedAt"));
        Assert.False(File.Exists(_home.FileOf(id, "exit_code")));
        Assert.False(ProcFs.IsAlive(process));
    }

    [Fact]
    public void leaves_the_last_lines_of_its_run_in_the_result()
    {
        var id = _home.StartScript("echo said; echo wrong >&2; echo > ready; exec sleep 600");
        Until.True(() => File.Exists(Path.Combine(_home.Work, "ready")), s_soon, "it has said something");
        _home.KillWorker(id);
        _home.Repair(id);
        _home.Mill("sweep", "--log-retention", "0").Expect(0);

        var spawn = _home.Read(id, "result.json").At("spawns.0");
        Assert.Equal(("said\n", 5L, "wrong\n", 6L), (spawn.Text("out.last.text"), spawn.Number("out.bytes"), spawn.Text("err.last.text"), spawn.Number("err.bytes")));
        var shown = _home.Mill("logs", id).Expect(0);
        Assert.Equal("said\n", shown.Out);
        Assert.StartsWith("wrong\n", shown.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void whose_run_is_removed_while_others_are_repaired_is_nobodys_fault()
    {
        string[] ids = [.. Enumerable.Range(0, 2).Select(_ => _home.Start("--", "sleep", "600")).Order(StringComparer.Ordinal)];
        foreach (var id in ids) _home.KillWorker(id);
        var warned = new List<string>();
        var repaired = new List<string>();
        foreach (var outcome in _home.Client.RepairAll(new RepairRequest(), warned.Add))
        {
            repaired.Add(outcome.Id);
            if (outcome.Id == ids[0]) _home.Client.Remove(_home.Client.Find(ids[1]), force: true);
        }

        Assert.Equal([ids[0]], repaired);
        Assert.Empty(warned);
    }

    [Fact]
    public void C28_leaves_no_process_behind_its_repair_not_even_one_in_a_session_of_its_own()
    {
        var id = _home.StartScript("(setsid sh -c 'echo $$ > daemon.pid; exec sleep 600' > /dev/null 2>&1 &); echo $$ > main.pid; exec sleep 600");
        var pids = new[] { _home.PidIn("daemon.pid"), _home.PidIn("main.pid") };
        _home.KillWorker(id);

        _home.Repair(id);

        Assert.All(pids, pid => Assert.False(ProcFs.IsAlive(pid)));
    }

    [Fact]
    public void leaves_nothing_among_the_temporary_files()
    {
        var temporary = Directory.CreateDirectory(Path.Combine(_home.Root, "tmp")).FullName;
        var caller = new RunOptions { Environment = new Dictionary<string, string?> { ["TMPDIR"] = temporary, ["DOTNET_EnableDiagnostics"] = null } };
        var id = _home.MillWith(caller, "start", "--", "sleep", "600").Expect(0).Out.Trim();
        Assert.Contains($"TMPDIR={temporary}", ProcFs.Environment(_home.WorkerOf(id)));
        _home.KillWorker(id);

        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary));
        _home.Repair(id);
    }

    [Fact]
    public void C31_is_believed_however_fresh_the_heartbeat()
    {
        var id = _home.Start("--", "sleep", "600");
        _home.HeartbeatOf(id);
        _home.KillWorker(id);

        Assert.Equal("lost", _home.Get(id).Text("effectiveStatus"));
        Assert.Contains(_home.Mill("ls", "--status", "lost", "--json").Expect(0).Json.EnumerateArray(), one => one.Text("id") == id);
        Assert.DoesNotContain(_home.Mill("ls", "--status", "running", "--json").Expect(0).Json.EnumerateArray(), one => one.Text("id") == id);
    }

    [Fact]
    public void C48_is_repaired_once()
    {
        var id = _home.Start("--", "sleep", "600");
        _home.KillWorker(id);
        Assert.True(_home.Repair(id).Is("repaired"));
        var before = _home.Text(id, "events.ndjson");

        Assert.False(_home.Repair(id).Is("repaired"));
        Assert.Equal(0, _home.Mill("repair", "--all", "--json").Expect(0).Json.GetArrayLength());
        Assert.Equal(before, _home.Text(id, "events.ndjson"));
        Assert.Equal("ended", _home.Get(id).Text("health"));
    }

    [Theory]
    [InlineData("--all"), InlineData("")]
    public void whose_run_could_not_be_resumed_as_was_asked_is_repaired_with_an_error(string all)
    {
        var id = _home.Start("--env", "API_KEY=x", "--", "sleep", "600");
        _home.KillWorker(id);

        var repair = _home.Mill("repair", all.Length > 0 ? all : id, "--action", "resume").Expect(1);

        Assert.Contains("; resume failed: ", repair.Out, StringComparison.Ordinal);
        Assert.Equal("failed", _home.Get(id).Text("status"));
    }

    [Fact]
    public void whose_run_was_resumed_as_often_as_it_may_be_is_no_error()
    {
        var id = _home.Start("--", "sleep", "600");
        _home.KillWorker(id);

        Assert.Contains("left as it is", _home.Mill("repair", "--all", "--action", "resume", "--most-resumes", "0").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void C50_whose_run_was_past_its_time_makes_it_a_timeout()
    {
        var id = _home.StartScript("trap '' TERM; while :; do sleep 0.1; done", "--timeout", "1");
        _home.KillWorker(id);
        var deadline = _home.Read(id, "run.json").Number("deadline.atMs");
        Until.True(() => BootMs() > deadline, s_soon, "the deadline passes");

        _home.Repair(id);

        Assert.Equal(("failed", "timeout"), (_home.Get(id).Text("status"), _home.Get(id).Text("reason")));
    }

    [Fact]
    public async Task C89_ends_a_wait_at_once()
    {
        var id = _home.Start("--", "sleep", "600");
        Assert.True(Runs.RunId.TryParse(id, out var run));
        var wait = Task.Run(() => (_home.Client.Wait(run).EffectiveStatus, At: Now));
        Until.Stays(() => !wait.IsCompleted, TimeSpan.FromMilliseconds(300), "the wait goes on");
        var killed = Now;
        _home.KillWorker(id);

        var (status, at) = await wait;
        Assert.Equal(Runs.EffectiveStatus.Lost, status);
        // Sooner than the slow poll behind it would tell; what is promised of an idle machine is measured elsewhere.
        Assert.InRange(at - killed, 0, 1_900);
        _home.Mill("wait", id).Expect(3);
    }

    [Fact]
    public void C34_whose_end_was_already_recorded_is_finished_to_that_end()
    {
        var id = _home.StartScript("exit 0");
        _home.Ended(id);
        var behind = System.Text.RegularExpressions.Regex.Replace(_home.Text(id, "run.json"), "\"status\":\\s*\"complete\"", "\"status\":\"running\"");
        behind = System.Text.RegularExpressions.Regex.Replace(behind, "\"revision\":\\s*\\d+", "\"revision\":2");
        File.WriteAllText(_home.FileOf(id, "run.json"), behind);
        File.WriteAllText(Path.Combine(_home.Home, "active", id), "");

        _home.Repair(id);

        Assert.Equal("complete", _home.Read(id, "run.json").Text("status"));
        Assert.Single(_home.Events(id, "run:complete"));
        Assert.Empty(_home.Events(id, "run:failed"));
        Assert.False(File.Exists(Path.Combine(_home.Home, "active", id)));
    }

    [Fact]
    public void C12_that_never_said_who_it_is_makes_the_run_an_early_exit()
    {
        var id = _home.Start("--", "sleep", "600");
        var process = _home.ProcessOf(id);
        _home.KillWorker(id);
        Libc.Signal(process, Libc.Kill);
        foreach (var name in new[] { "worker.json", "worker.pid", "heartbeat.json", "run.json" }) File.Delete(_home.FileOf(id, name));
        File.WriteAllText(_home.FileOf(id, "events.ndjson"), _home.Text(id, "events.ndjson").Split('\n')[0] + "\n");

        Assert.Equal("lost", _home.Get(id).Text("effectiveStatus"));
        _home.Repair(id);
        Assert.Equal(("failed", "early-exit"), (_home.Get(id).Text("status"), _home.Get(id).Text("reason")));
    }

    [Fact]
    public void C36_whose_pid_is_anothers_now_never_gets_that_other_signalled()
    {
        var id = _home.Start("--", "sleep", "600");
        var (worker, process) = (_home.WorkerOf(id), _home.ProcessOf(id));
        var began = long.Parse(_home.Events(id, "spawn:start")[0].Text("payload.process.startTime")!);
        _home.KillWorker(id);
        Libc.Signal(process, Libc.Kill);
        // Of two that start within one tick of the clock, the one would be taken for the other.
        Until.True(() => BootMs() / 10 > began + 1, s_soon, "the clock goes on");
        using var other = new Bystander();
        Rename(id, worker, other.Pid);
        Rename(id, process, other.Pid);

        Assert.Equal("lost", _home.Get(id).Text("effectiveStatus"));
        _home.Stop(id, "--force", "--grace", "1");

        Assert.True(ProcFs.IsAlive(other.Pid));
    }

    [Fact]
    public void C32_on_another_machine_is_left_alone_while_there_are_signs_of_life()
    {
        var id = _home.Start("--", "sleep", "600");
        _home.KillWorker(id);
        _home.IsOnAnotherMachine(id);

        Assert.NotEqual("lost", _home.Get(id).Text("effectiveStatus"));
        Assert.False(_home.Repair(id).Is("repaired"));
        Assert.Equal("running", _home.Get(id).Text("status"));
        _home.KillEverything();
    }

    [Theory]
    [InlineData("heartbeat.json")]
    [InlineData("events.ndjson")]
    [InlineData("logs/main.1.out")]
    [InlineData(null)]
    public void C39_C49_that_cannot_be_judged_is_kept_by_any_one_sign_of_life_and_by_none_no_longer(string? sign)
    {
        var id = _home.StartScript("echo here; exec sleep 600");
        _home.HeartbeatOf(id);
        Until.True(() => _home.Text(id, "logs/main.1.out").Length > 0, s_soon, "the first output");
        _home.KillWorker(id);
        _home.IsOnAnotherMachine(id);
        foreach (var path in Directory.EnumerateFiles(_home.Folder(id), "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(path == Path.Combine(_home.Folder(id), sign ?? "none") ? -4 : -6));
        Directory.SetLastWriteTimeUtc(_home.FileOf(id, "logs"), DateTime.UtcNow.AddMinutes(-6));
        File.SetLastWriteTimeUtc(Path.Combine(_home.Home, "active", id), DateTime.UtcNow.AddMinutes(-6));
        if (sign != "heartbeat.json") _home.HasOldHeartbeat(id, TimeSpan.FromMinutes(6));

        var repaired = _home.Repair(id).Is("repaired");

        Assert.Equal(sign is null, repaired);
        Assert.Equal(sign is null ? "heartbeat-stale" : null, _home.Get(id).Text("reason"));
        _home.KillEverything();
    }

    [Fact]
    public async Task C43_that_many_repair_at_once_is_mended_by_one_and_found_mended_by_the_others()
    {
        var id = _home.Start("--", "sleep", "600");
        _home.KillWorker(id);
        var client = _home.Client;
        Task<Runs.RepairOutcome>[] repairs;
        var locks = _home.AsFolder.Platform.Locks;
        var held = Until.Some(() => locks.TryTake(_home.FileOf(id, "run.lock"), create: false), s_soon, "the run's lock");
        try
        {
            // Each has seen the run lost, and waits for the lock.
            repairs = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() => client.Repair(client.Find(id)), TaskCreationOptions.LongRunning))];
            Until.True(() => Openings() > repairs.Length, s_soon, "all wait for the lock");
        }
        finally
        {
            locks.Release(held);
        }

        var told = await Task.WhenAll(repairs);

        Assert.Single(told, one => (one.Verdict, one.Action) == ("lost", "fail"));
        Assert.DoesNotContain(told, one => one.Verdict != "lost" && one.Action is not ("none" or "end-orphans"));
        Assert.Single(_home.Events(id, "run:failed"));
        Assert.Empty(Audit.OfRun(_home, id));

        int Openings() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Count(path => ProcFs.LinkOf(Environment.ProcessId, int.Parse(Path.GetFileName(path))) is { } to && to.EndsWith($"{id}/run.lock", StringComparison.Ordinal));
    }

    [Fact]
    public void is_mended_by_nobody_who_only_reads()
    {
        var id = _home.Start("--", "sleep", "600");
        _home.KillWorker(id);
        var before = Trees.Hash(_home.Home);

        foreach (var verb in new[] { "get", "wait", "watch", "logs" }) _home.Mill(verb, id);
        _home.Mill("ls");
        _home.Mill("repair", id, "--dry-run");
        _home.Mill("repair", "--all", "--dry-run");

        Assert.Equal(before, Trees.Hash(_home.Home));
    }

    void Rename(string id, int from, int to)
    {
        foreach (var name in new[] { "worker.json", "worker.pid", "run.json", "events.ndjson" })
            File.WriteAllText(_home.FileOf(id, name), _home.Text(id, name).Replace($"\"pid\":{from},", $"\"pid\":{to},").Replace($"\"pid\": {from},", $"\"pid\": {to},"));
    }

    static long Now => Environment.TickCount64;

    static double BootMs() => double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0]) * 1_000;
}
