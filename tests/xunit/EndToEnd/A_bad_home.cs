namespace Mill.Tests.EndToEnd;

/// <summary>Homes that cannot be used are named, and nothing hangs or is half-made.</summary>
public sealed class A_bad_home : IDisposable
{
    const string Advice = "--home";
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void that_is_a_plain_file()
    {
        File.WriteAllText(_home.Home, "");
        _home.Mill("start", "--json", "--", "true").Refuses(MillError.HomeNotUsable, _home.Home, Advice);
        _home.Mill("ls", "--json").Refuses(MillError.HomeNotUsable, _home.Home, Advice);
    }

    [Fact]
    public void that_does_not_exist_has_no_runs_and_is_not_made_by_reading()
    {
        Assert.Equal(0, _home.Mill("ls", "--json").Expect(0).Json.GetArrayLength());
        Assert.False(Directory.Exists(_home.Home));
    }

    [Fact]
    public void whose_path_is_no_text_is_refused_and_no_other_one_is_made()
    {
        var answer = Programs.Run("/bin/sh", ["-c", $"MILL_HOME=\"$(printf '{_home.Work}/\\351')\" '{Places.Mill}' start -- true"], _home.At(new RunOptions()));

        Assert.Contains("not text", answer.Expect(1).Err, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_home.Work));
    }

    [Fact]
    public void that_belongs_to_another_user()
    {
        if (!Libc.IsRoot) Assert.Skip("Only root can give a folder to another user.");
        Directory.CreateDirectory(_home.Home);
        Programs.Run("chown", ["65534", _home.Home], new RunOptions()).Expect(0);

        _home.Mill("start", "--json", "--", "true").Refuses(MillError.HomeNotYours, _home.Home, Advice);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_home.Home));
    }

    [Theory]
    [InlineData("get")]
    [InlineData("stop")]
    [InlineData("rm")]
    public void that_belongs_to_another_user_is_named_also_where_a_run_is_asked_for(string verb)
    {
        if (!Libc.IsRoot) Assert.Skip("Only root can give a folder to another user.");
        var id = _home.StartScript("true");
        _home.Ended(id);
        _home.Settle();
        Programs.Run("chown", ["65534", _home.Home], new RunOptions()).Expect(0);

        Assert.Contains("belongs to user 65534", _home.Mill(verb, id).Expect(1).Err, StringComparison.Ordinal);
        Assert.True(Directory.Exists(_home.Folder(id)));
    }

    [Fact]
    public void in_a_folder_that_cannot_be_entered()
    {
        var closed = Directory.CreateDirectory(Path.Combine(_home.Work, "closed")).FullName;
        File.SetUnixFileMode(closed, UnixFileMode.None);
        string[] nobody = Libc.IsRoot ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];
        Answer Mill(params string[] line) => Programs.Run(nobody[0], [.. nobody[1..], Places.Mill, .. line], _home.At(new RunOptions { Folder = "/" }));
        if (Mill("--version").ExitCode != 0) Assert.Skip("Nobody else may run this build of mill.");

        Mill("--home", $"{closed}/home", "ls", "--json").Refuses(MillError.HomeNotUsable, closed, Advice);
    }

    [Fact]
    public void that_cannot_be_read()
    {
        var mill = _home.AsNobody();
        mill(["wait", mill(["start", "--", "true"]).Expect(0).Out.Trim()]).Expect(0);
        _home.Settle();
        File.SetUnixFileMode(_home.Home, UnixFileMode.None);

        mill(["ls", "--json"]).Refuses(MillError.HomeNotUsable, _home.Home, Advice);
        mill(["start", "--json", "--", "true"]).Refuses(MillError.HomeNotUsable, _home.Home, Advice);
        File.SetUnixFileMode(_home.Home, (UnixFileMode)0b111_000_000);
    }

    [Fact]
    public void on_a_full_disk_refuses_a_start_and_leaves_nothing()
    {
        using var disk = Disk("size=256k");
        Directory.CreateDirectory(_home.Home);
        FillUp(_home.Home);

        _home.Mill("start", "--json", "--", "true").Refuses(MillError.DiskFull, _home.Home, Advice);
        // Its worker was on its way already, and ends when it gets no orders.
        Until.True(() => !_home.Processes().Any(), TimeSpan.FromSeconds(60), "no process is left");
        Assert.Empty(In("runs"));
        Assert.Empty(In("active"));
    }

    [Fact]
    public void on_a_disk_with_little_room_refuses_a_start_and_leaves_nothing_or_records_its_failure()
    {
        using var disk = Disk("size=256k");
        var outcomes = new HashSet<string>();
        for (var free = 8; free <= 128; free += 12)
        {
            FillUp(_home.Home);
            using (var filler = File.OpenWrite(Path.Combine(_home.Home, "filler"))) filler.SetLength(filler.Length - (free << 10));
            var answer = _home.Mill("start", "--json", "--", "true");
            _home.Settle();
            File.Delete(Path.Combine(_home.Home, "filler"));

            var (said, runs) = (answer.ExitCode == 0 ? "started" : answer.Json.Text("error.code")!, _home.Mill("ls", "--json").Expect(0).Json.EnumerateArray().ToArray());
            var came = runs.Length == 0 ? "nothing" : $"{Assert.Single(runs).Text("effectiveStatus")} {runs[0].Text("reason")}";
            Assert.Contains((said, came), new[] { ("DiskFull", "nothing"), ("EarlyExit", "failed early-exit"), ("started", "complete exit") });
            foreach (var run in runs) Assert.DoesNotContain(Directory.EnumerateFiles(_home.Folder(run.Text("id")!)), file => file.EndsWith(".stage", StringComparison.Ordinal));
            if (runs.Length > 0) _home.Mill("rm", runs[0].Text("id")!).Expect(0);
            outcomes.Add(came);
        }
        Assert.Equal(3, outcomes.Count);
    }

    [Fact]
    public void on_a_disk_that_fills_up_meanwhile_still_records_the_end()
    {
        using var disk = Disk("size=1m");
        var id = _home.StartScript("while ! [ -e go ]; do sleep 0.05; done");
        FillUp(_home.Home);
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");

        Assert.Equal("complete", _home.Ended(id).Text("status"));
    }

    [Fact]
    public void on_a_disk_that_the_process_itself_has_filled_still_records_the_end()
    {
        using var disk = Disk("size=1m");
        var run = _home.RunScript("head -c 4000000 /dev/zero; exit 3");

        Assert.Equal(("failed", "3"), (run.Text("status"), run.Text("exitCode")));
    }

    [Fact]
    public void on_a_full_disk_still_stops_a_run()
    {
        using var disk = Disk("size=1m");
        var id = _home.Start("--", "sleep", "600");
        FillUp(_home.Home);

        Assert.Equal("cancelled", _home.Stop(id, "--grace", "1").Text("status"));
        Assert.Equal("cancelled", _home.Get(id).Text("effectiveStatus"));
    }

    [Fact]
    public void on_a_disk_that_is_full_for_a_while_tells_each_end_of_a_plan_once()
    {
        using var disk = Disk("size=1m");
        var gate = Path.Combine(_home.Work, "gate");
        File.WriteAllText(gate, "");
        TaskRequest Task(string name, string script) => new() { Name = name, Command = "/bin/sh", Arguments = ["-c", script] };
        var plan = new PlanRequest { Tasks = [Task("a", "while [ -e gate ]; do sleep 0.05; done"), Task("b", "exit 0") with { After = ["a"] }] };
        var id = _home.Client.Launch(new StartRequest { Command = "", WorkingDirectory = _home.Work, Plan = plan }).Text;
        FillUp(_home.Home);
        File.Delete(gate);
        Until.True(() => _home.Text(id, "logs/worker.log").Contains("behind", StringComparison.Ordinal) || _home.Events(id, "spawn:complete").Length > 0, TimeSpan.FromSeconds(60), "it has tried");
        File.Delete(Path.Combine(_home.Home, "filler"));

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal(["a.1", "b.1"], _home.Events(id, "spawn:complete").Select(one => one.Text("payload.spawnId")));
    }

    [Fact]
    public void on_a_disk_that_is_full_for_a_while_tells_what_the_reserve_has_room_for_once()
    {
        using var disk = Disk("size=8m");
        var gate = Path.Combine(_home.Work, "gate");
        File.WriteAllText(gate, "");
        // The snapshot is larger than the reserve, and the news larger than what is left of the log's last block.
        var tasks = Enumerable.Range(0, 15).Select(n => new TaskRequest { Name = $"left-out-{n}-{new string('x', 80)}", Command = "/bin/sh", Arguments = ["-c", "exit 0", new string('x', 40_000)], After = ["a"] });
        TaskRequest Task(string name, string script) => new() { Name = name, Command = "/bin/sh", Arguments = ["-c", script] };
        var plan = new PlanRequest { Tasks = [Task("a", "while [ -e gate ]; do sleep 0.05; done; exit 1"), Task("b", "exit 0"), .. tasks] };
        var id = _home.Client.Launch(new StartRequest { Command = "", WorkingDirectory = _home.Work, Plan = plan }).Text;
        FillUp(_home.Home);
        File.Delete(gate);
        Until.True(() => _home.Text(id, "logs/worker.log") is var log && (log.Contains("behind", StringComparison.Ordinal) || log.Contains("not be recorded yet", StringComparison.Ordinal)), TimeSpan.FromSeconds(60), "it has tried");
        File.Delete(Path.Combine(_home.Home, "filler"));

        Assert.Equal("failed", _home.Ended(id).Text("status"));
        Assert.Equal(["a.1"], _home.Events(id, "spawn:error").Select(one => one.Text("payload.spawnId")));
        Assert.Equal(15, _home.Events(id, "task:skipped").Length);
    }

    [Fact]
    public void under_a_limit_on_files_has_the_end_of_a_run_that_met_it()
    {
        _home.RunScript("exit 0");
        var line = $"ulimit -f 64; exec '{Places.Mill}' start -- /bin/sh -c 'head -c 3000000 /dev/zero; exit 3'";
        var id = Programs.Run("/bin/bash", ["-c", line], _home.At(new RunOptions())).Expect(0).Out.Trim();

        Assert.Equal("failed", _home.Ended(id).Text("status"));
        Assert.Equal(64 << 10, new FileInfo(_home.FileOf(id, "logs/main.1.out")).Length);
    }

    [Fact]
    public void that_may_not_be_written_any_more_has_the_end_once_it_may_again()
    {
        var mill = _home.AsNobody();
        var gate = Path.Combine(_home.Work, "gate");
        File.WriteAllText(gate, "");
        var id = mill(["start", "--", "/bin/sh", "-c", "while [ -e gate ]; do sleep 0.05; done; exit 3"]).Expect(0).Out.Trim();
        File.SetUnixFileMode(_home.Folder(id), (UnixFileMode)0b101_000_000);
        var process = _home.ProcessOf(id);
        File.Delete(gate);
        Until.True(() => !ProcFs.IsAlive(process), TimeSpan.FromSeconds(60), "its process is over");
        Until.Stays(() => mill(["get", id, "--json"]).Expect(0).Json.Text("effectiveStatus") == "running", TimeSpan.FromSeconds(1), "its worker holds on");

        File.SetUnixFileMode(_home.Folder(id), (UnixFileMode)0b111_000_000);
        _home.Settle();
        Assert.Equal("failed exit", Audit.Outcome(_home.Read(id, "run.json")));
        if (Libc.IsRoot) _home.TakeBack();
        Assert.Empty(Audit.OfHome(_home));
    }

    [Fact]
    public void whose_runs_may_not_be_added_to_refuses_a_start_and_leaves_no_mark()
    {
        var mill = _home.AsNobody();
        mill(["start", "--", "true"]).Expect(0);
        _home.Settle();
        var runs = Path.Combine(_home.Home, "runs");
        File.SetUnixFileMode(runs, (UnixFileMode)0b101_000_000);

        mill(["start", "--json", "--", "true"]).Refuses(MillError.HomeNotUsable, _home.Home, Advice);

        File.SetUnixFileMode(runs, (UnixFileMode)0b111_000_000);
        Assert.Single(In("runs"));
        Assert.Empty(In("active"));
    }

    [Fact]
    public void on_a_read_only_disk_refuses_a_start_and_can_be_listed()
    {
        using var disk = Disk("size=1m");
        var id = _home.StartScript("true");
        _home.Ended(id);
        _home.Settle();
        // A child that somebody else just launches may have what we had open for a moment.
        Until.True(() => Programs.Run("mount", ["-o", "remount,ro", _home.Home], new RunOptions()).ExitCode == 0, TimeSpan.FromSeconds(60), "it is read-only");

        _home.Mill("start", "--json", "--", "true").Refuses(MillError.HomeNotUsable, _home.Home, Advice);
        Assert.Equal(id, Assert.Single(_home.Mill("ls", "--json").Expect(0).Json.EnumerateArray()).Text("id"));
        Assert.Equal("complete", _home.Get(id).Text("effectiveStatus"));
        Assert.Empty(_home.Processes());
        Assert.Equal([id], In("runs"));
        Assert.Empty(In("active"));
    }

    string[] In(string folder) => [.. new DirectoryInfo(Path.Combine(_home.Home, folder)).EnumerateFileSystemInfos().Select(one => one.Name)];

    Mounted Disk(string options)
    {
        Directory.CreateDirectory(_home.Home);
        var answer = Programs.Run("mount", ["-t", "tmpfs", "-o", $"mode=700,{options}", "tmpfs", _home.Home], new RunOptions());
        if (answer.ExitCode != 0) Assert.Skip($"No small disk can be mounted here: {answer.Err.Trim()}");
        return new Mounted(_home);
    }

    static void FillUp(string folder) =>
        Programs.Run("/bin/sh", ["-c", $"cat /dev/zero > '{folder}/filler' 2> /dev/null; cat /dev/zero > '{folder}/rest' 2> /dev/null; :"], new RunOptions());

    sealed class Mounted(TestHome home) : IDisposable
    {
        public void Dispose()
        {
            home.KillEverything();
            Until.True(() => Programs.Run("umount", [home.Home], new RunOptions()).ExitCode == 0, TimeSpan.FromSeconds(60), "the disk is let go of");
        }
    }
}
