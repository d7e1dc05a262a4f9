using Mill.Cancel;
using Mill.Queue;
using Mill.Store;

namespace Mill.Tests.EndToEnd;

/// <summary>What a stop does to the record and to the processes.</summary>
public sealed class A_stop : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    // Whatever a shell launches after this is deaf to it too.
    const string DeafToTerm = "trap '' TERM";
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void C56_leaves_a_cancelled_result_and_no_exit_code()
    {
        var id = _home.Start("--", "sleep", "600");
        var outcome = _home.Stop(id, "--reason", "enough of it");

        Assert.Equal(("cancelled", false), (outcome.Text("status"), outcome.Is("alreadyTerminal")));
        Assert.Equal("cancelled", _home.Read(id, "result.json").Text("status"));
        Assert.Equal("cancelled", _home.Read(id, "run.json").Text("status"));
        Assert.Contains("enough of it", _home.Get(id).Text("message"));
        Assert.False(File.Exists(_home.FileOf(id, "exit_code")));
        _home.Mill("wait", id).Expect(4);
    }

    [Fact]
    public void for_a_reason_too_long_to_be_stored_keeps_its_end_and_says_so()
    {
        var id = _home.Start("--", "sleep", "600");
        _home.Stop(id, "--reason", new string('x', 110_000) + " enough");

        foreach (var text in new[] { _home.Get(id).Text("message")!, _home.Read(id, "result.json").Text("message")!, _home.Events(id, "run:cancelled").Single().Text("payload.message")! })
        {
            Assert.StartsWith("(its beginning is cut off) xxx", text, StringComparison.Ordinal);
            Assert.EndsWith("xxx enough", text, StringComparison.Ordinal);
            Assert.Equal(100_000, text.Length);
        }
    }

    [Fact]
    public void C59_of_a_process_that_obeys_sends_no_KILL()
    {
        // It obeys, and not at once: a KILL right behind the TERM would find it.
        var id = _home.StartScript("trap 'i=0; while [ $i -lt 50000 ]; do i=$((i + 1)); done; echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
        Until.True(() => _home.Text(id, "logs/main.1.out") == "ready\n", s_soon, "the process listens");
        var process = _home.ProcessOf(id);
        var outcome = _home.Stop(id, "--grace", "30");

        Assert.Equal("ready\nbye\n", _home.Text(id, "logs/main.1.out"));
        Assert.True(outcome.Number("termSent") >= 1);
        Assert.Equal(0, outcome.Number("killSent"));
        Assert.Empty(outcome.Items("survivors"));
        Assert.False(ProcFs.IsAlive(process));
        Assert.NotEmpty(_home.Text(id, "logs/cancel.log"));
        Assert.Equal(0, _home.Read(id, "cleanup.json").Number("killSent"));
    }

    [Fact]
    public void C06_of_a_process_that_ignores_TERM_ends_it_once_the_grace_is_over()
    {
        var id = _home.StartScript("trap '' TERM; echo $$ > stubborn.pid; while :; do sleep 0.1; done", "--grace", "60");
        var stubborn = _home.PidIn("stubborn.pid");
        _home.Mill("stop", id, "--grace", "1", "--json").Expect(0);

        Assert.False(ProcFs.IsAlive(stubborn));
        Assert.InRange(FromStopToEnd(id), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)); // Less than the run's own grace.
        Assert.True(_home.Read(id, "cleanup.json").Number("killSent") >= 1);
        if (!WorkerWasDeaf(id)) Assert.Equal("subreaper", _home.Read(id, "cleanup.json").Text("mechanism")); // Its worker knew that grace; nobody had to step in.
    }

    // A worker that has no processor for two seconds is got around.
    bool WorkerWasDeaf(string id) => _home.Text(id, "logs/cancel.log").Contains("does not listen", StringComparison.Ordinal);

    // As the run itself tells it: how long the stopping program takes to start is another matter.
    TimeSpan FromStopToEnd(string id) =>
        _home.Read(id, "cleanup.json").At("at").GetDateTimeOffset() - _home.Events(id, "run:cancelled")[0].At("timestamp").GetDateTimeOffset();

    [Theory]
    [InlineData("", "60")]
    [InlineData(DeafToTerm, "0.5")]
    public void C51_ends_a_tree_of_three_levels_with_a_daemon_in_a_session_of_its_own(string before, string grace) =>
        EndsTree(StartTree(before), before, grace);

    [Theory]
    [InlineData("", "60")]
    [InlineData(DeafToTerm, "0.5")]
    public void C51_ends_the_whole_tree_when_the_worker_was_killed_first(string before, string grace)
    {
        var id = StartTree(before);
        TreePids(); // All of it is there before its worker goes.
        _home.KillWorker(id);

        EndsTree(id, before, grace);
    }

    // Where all obey, none has to be ended; where nobody does, some are, sooner than the run's own grace is over, and the others end with them.
    void EndsTree(string id, string before, string grace)
    {
        var pids = TreePids();
        var killed = _home.Stop(id, "--grace", grace).Number("killSent");

        Assert.All(pids, pid => Assert.False(ProcFs.IsAlive(pid), $"{pid} lives"));
        Assert.Equal(before.Length > 0 || WorkerWasDeaf(id), killed > 0);
        Assert.InRange(FromStopToEnd(id), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        _home.NobodyIsLeft();
    }

    [Fact]
    public void C52_ends_children_that_appear_while_it_ends_them()
    {
        var id = _home.Start("--", Places.Dummy, "respawn", "5");
        Until.True(() => _home.Text(id, "logs/main.1.out").Length > 0, s_soon, "the process is ready");

        _home.Stop(id, "--grace", "2");

        _home.NobodyIsLeft();
    }

    [Fact]
    public void ends_a_process_that_stands_still()
    {
        var id = _home.Start("--", "sleep", "600");
        var process = _home.ProcessOf(id);
        Libc.Signal(process, Libc.Stop);

        Assert.Equal(0, _home.Stop(id).Number("killSent"));
        Assert.False(ProcFs.IsAlive(process));
    }

    [Fact]
    public void ends_a_process_whose_main_thread_is_gone()
    {
        var id = _home.Start("--", Places.Dummy, "main-thread-gone");
        Until.True(() => _home.Text(id, "logs/main.1.out") == "gone\n", s_soon, "the main thread ends");
        var process = _home.ProcessOf(id);
        Assert.Equal("running", _home.Get(id).Text("effectiveStatus"));

        _home.Stop(id, "--grace", "1");

        Assert.False(ProcFs.IsAlive(process));
    }

    [Fact]
    public void C06_ends_a_run_whose_worker_is_deaf_and_its_process_too()
    {
        var id = _home.StartScript($"{DeafToTerm}; echo $$ > stubborn.pid; while :; do sleep 0.1; done", "--grace", "60");
        var (worker, stubborn) = (_home.WorkerOf(id), _home.PidIn("stubborn.pid"));
        Libc.Signal(worker, Libc.Stop);

        var stop = _home.Stop(id, "--grace", "0.2");

        Assert.Equal("cancelled", stop.Text("status"));
        Assert.True(stop.Number("killSent") >= 2, "the process and its worker have to be ended");
        Assert.False(ProcFs.IsAlive(stubborn));
        Until.True(() => !ProcFs.IsAlive(worker), s_soon, "the deaf worker is ended");
        Assert.Equal("cancelled", _home.Get(id).Text("effectiveStatus"));
    }

    [Fact]
    public void from_inside_a_run_whose_worker_is_deaf_comes_to_its_end()
    {
        var id = _home.StartScript("until [ -e go ]; do sleep 0.05; done; mill stop $MILL_RUN_ID --grace 1; :");
        var (worker, process) = (_home.WorkerOf(id), _home.ProcessOf(id));
        Libc.Signal(worker, Libc.Stop);
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");

        _home.Settle();

        Assert.False(ProcFs.IsAlive(worker) || ProcFs.IsAlive(process));
        Assert.Equal("around-worker", _home.Read(id, "cleanup.json").Text("mechanism"));
    }

    [Fact]
    public async Task C63_of_a_run_whose_worker_is_slow_to_come_does_not_wait_for_it()
    {
        var slow = Path.Combine(_home.Work, "slow-mill");
        File.WriteAllText(slow, $"#!/bin/sh\nwhile ! [ -e '{_home.Work}/go' ]; do sleep 0.05; done\nexec '{Places.Mill}' \"$@\"\n");
        Mill.Platform.Current.Platform.Files.LetRun(slow);
        var client = new MillClient(new MillOptions { Home = _home.Home, Executable = slow });
        var start = Task.Run(() => client.Start(new StartRequest { Command = "touch", Arguments = ["ran"], WorkingDirectory = _home.Work }));
        var marks = Path.Combine(_home.Home, "active");
        Until.True(() => Directory.Exists(marks) && Directory.EnumerateFiles(marks).Any(), s_soon, "the run is there");
        var id = Path.GetFileName(Directory.EnumerateFiles(marks).Single());
        Until.True(() => File.Exists(_home.FileOf(id, "run.json")), s_soon, "the run is recorded");

        var outcome = _home.Stop(id, "--grace", "1");
        Assert.Equal("cancelled", outcome.Text("status"));
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");

        await Assert.ThrowsAsync<MillException>(() => start);
        _home.Settle();
        Assert.False(File.Exists(Path.Combine(_home.Work, "ran")));
        Assert.Equal("cancelled", _home.Get(id).Text("effectiveStatus"));
        Assert.Empty(Audit.OfRun(_home, id));
    }

    [Fact]
    public void C54_of_a_run_that_is_over_keeps_its_status()
    {
        var id = _home.StartScript("exit 0");
        _home.Ended(id);
        var before = _home.Text(id, "result.json");
        var outcome = _home.Stop(id);

        Assert.Equal(("complete", true), (outcome.Text("status"), outcome.Is("alreadyTerminal")));
        Assert.Equal(before, _home.Text(id, "result.json"));
        Assert.Empty(_home.Events(id, "run:cancelled"));
    }

    [Fact]
    public void C58_five_times_at_once_is_one_event_and_five_successes()
    {
        var id = _home.StartScript("trap '' TERM; while :; do sleep 0.1; done", "--grace", "1");
        var answers = Enumerable.Range(0, 5).AsParallel().WithDegreeOfParallelism(5).Select(_ => _home.Mill("stop", id, "--json")).ToArray();

        Assert.All(answers, one => one.Expect(0));
        Assert.Single(_home.Events(id, "run:cancelled"));
        _home.NobodyIsLeft();
    }

    [Fact]
    public void takes_several_runs_and_goes_on_after_one_that_is_not_there()
    {
        var (first, second) = (_home.Start("--", "sleep", "600"), _home.Start("--", "sleep", "600"));

        _home.Mill("stop", first, "20200101-000000-abcd", second).Expect(1);

        Assert.All(new[] { first, second }, id => Assert.Equal("cancelled", _home.Get(id).Text("status")));
    }

    [Fact]
    public void gives_more_time_than_the_run_was_started_with_where_it_is_told_to()
    {
        var id = _home.StartScript("trap '(trap \"\" TERM; exec sleep 1); : > tidied; exit' TERM; touch ready; while :; do sleep 0.05; done", "--grace", "0.1");
        Until.True(() => File.Exists(Path.Combine(_home.Work, "ready")), s_soon, "the trap is set");

        Assert.Equal(0, _home.Stop(id, "--grace", "30").Number("killSent"));
        Assert.True(File.Exists(Path.Combine(_home.Work, "tidied")));
    }

    [Fact]
    public void that_is_in_more_of_a_hurry_than_an_earlier_one_shortens_it()
    {
        var id = _home.StartScript("trap '' TERM; echo $$ > stubborn.pid; while :; do sleep 0.1; done");
        var stubborn = _home.PidIn("stubborn.pid");
        using var patient = Programs.Start(Places.Mill, ["stop", id, "--grace", "600"], _home.At(new RunOptions()));
        Until.True(() => _home.Read(id, "run.json").Text("status") == "cancelled", s_soon, "the first stop is recorded");

        _home.Mill("stop", id, "--grace", "0").Expect(0);

        Assert.False(ProcFs.IsAlive(stubborn));
        Assert.True(patient.WaitForExit(10_000));
    }

    [Fact]
    public void without_a_grace_gives_what_an_earlier_one_gave()
    {
        var id = _home.StartScript("trap 'trap \"\" TERM; sleep 3; touch tidied; exit' TERM; touch ready; while :; do sleep 0.05; done", "--grace", "0.1");
        Until.True(() => File.Exists(Path.Combine(_home.Work, "ready")), s_soon, "the trap is set");
        _home.KillWorker(id);
        using var patient = Programs.Start(Places.Mill, ["stop", id, "--grace", "30"], _home.At(new RunOptions()));
        Until.True(() => _home.Read(id, "run.json").Text("status") == "cancelled", s_soon, "the first stop is recorded");

        Assert.Equal(0, _home.Stop(id).Number("killSent"));

        Assert.True(File.Exists(Path.Combine(_home.Work, "tidied")));
        Assert.True(patient.WaitForExit(10_000));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ends_a_chain_of_processes_that_fork_and_exit(bool withWorker)
    {
        var id = _home.StartScript("trap '' TERM; link() { (sleep 0.02; echo >> links; link) & exit; }; (link) & while :; do sleep 1; done");
        Until.True(() => File.Exists(Path.Combine(_home.Work, "links")), s_soon, "the chain runs");
        if (!withWorker) _home.KillWorker(id);

        _home.Stop(id, "--grace", "0.2");

        _home.NobodyIsLeft();
        var length = Length();
        Assert.False(Until.Holds(() => Length() > length, TimeSpan.FromMilliseconds(300)), "the chain goes on");

        long Length() => new FileInfo(Path.Combine(_home.Work, "links")).Length;
    }

    [Theory]
    [InlineData("run.json")]
    [InlineData("events.ndjson")]
    [InlineData("result.json")]
    [InlineData("cleanup.json")]
    [InlineData("run.lock")]
    public void is_kept_by_no_folder_in_the_place_of_a_file(string name)
    {
        var id = _home.Start("--", "sleep", "600");
        File.Delete(_home.FileOf(id, name));
        Directory.CreateDirectory(_home.FileOf(id, name));

        Assert.Equal("cancelled", _home.Stop(id).Text("status"));
        Assert.Equal("cancelled", _home.Get(id).Text("effectiveStatus"));
        _home.NobodyIsLeft();
        Assert.True(Directory.Exists(_home.FileOf(id, name + ".damaged")));
    }

    [Theory]
    [InlineData("BYSTANDER\n")]
    [InlineData("4194305\n")] // No pid is as large.
    [InlineData("no pid")]
    [InlineData(null)]
    public void C57_never_signals_on_the_word_of_a_pid_file(string? says)
    {
        using var bystander = new Bystander();
        var id = _home.Start("--", "sleep", "600");
        var worker = _home.WorkerOf(id);
        if (says is null) File.Delete(_home.FileOf(id, "worker.pid"));
        else File.WriteAllText(_home.FileOf(id, "worker.pid"), says.Replace("BYSTANDER", $"{bystander.Pid}"));

        _home.Stop(id);

        Assert.True(ProcFs.IsAlive(bystander.Pid));
        Assert.Contains($"asked worker {worker} to end its tree", _home.Text(id, "logs/cancel.log"));
        _home.NobodyIsLeft();
    }

    [Theory]
    [InlineData("gone", "worker PID is gone")]
    [InlineData("missing", "there is no worker of this generation")]
    [InlineData("damaged", "worker.json is damaged")]
    public void C57_says_in_its_log_why_it_asked_no_worker(string record, string why)
    {
        var id = _home.Start("--", "sleep", "600");
        var worker = _home.WorkerOf(id);
        _home.KillWorker(id);
        if (record != "gone") ForgetWorker(id);
        if (record == "damaged") File.WriteAllText(_home.FileOf(id, "worker.json"), "garbage");

        _home.Stop(id);

        Assert.Contains(why.Replace("PID", $"{worker}"), _home.Text(id, "logs/cancel.log"));
        _home.NobodyIsLeft();
    }

    // Nothing tells any more who it was.
    void ForgetWorker(string id)
    {
        foreach (var name in new[] { "worker.json", "run.json" }) File.Delete(_home.FileOf(id, name));
        File.WriteAllText(_home.FileOf(id, "events.ndjson"), _home.Text(id, "events.ndjson").Split('\n')[0] + "\n");
    }

    [Fact]
    public void C57_of_a_copied_home_leaves_the_run_that_it_was_copied_from_alone()
    {
        var id = _home.Start("--", "sleep", "600");
        var copy = Path.Combine(_home.Root, "copy");
        Programs.Run("/bin/cp", ["-a", _home.Home, copy], new RunOptions()).Expect(0);

        var elsewhere = new RunOptions { Environment = new Dictionary<string, string?> { ["MILL_HOME"] = copy } };
        _home.MillWith(elsewhere, "stop", id, "--grace", "0").Expect(0);

        Assert.True(ProcFs.IsAlive(_home.WorkerOf(id)));
        Assert.True(ProcFs.IsAlive(_home.ProcessOf(id)));
        Assert.Equal("running", _home.Get(id).Text("effectiveStatus"));
        Assert.Contains("is not signalled", File.ReadAllText(Path.Combine(copy, "runs", id, "logs/cancel.log")));
    }

    [Fact]
    public void ends_a_process_whose_marks_name_a_place_that_cannot_be_looked_at()
    {
        var id = _home.StartScript("MILL_RUN_ID=20200101-000000-abcd MILL_RUN_DIR=/$(printf %05000d 0)/20200101-000000-abcd exec sleep 600");
        var process = _home.ProcessOf(id);
        Until.True(() => ProcFs.CommandLine(process) is ["sleep", ..], s_soon, "the process has its marks");

        _home.Stop(id);

        Assert.False(ProcFs.IsAlive(process));
        Assert.Equal("subreaper", _home.Read(id, "cleanup.json").Text("mechanism"));
    }

    [Fact]
    public void does_not_wait_until_the_worker_has_handed_on_nor_ends_it_at_that()
    {
        _home.Mill("queue", "set", "q", "--pause").Expect(0);
        var waiting = _home.Start("--queue", "q", "--", "true");
        var id = _home.Start("--", "sleep", "600");
        var worker = _home.WorkerOf(id);
        using (LockedQueue.Take(new QueueFolder(_home.AsFolder, "q")))
        {
            // Without what follows it in the library: that would wait for the queue too.
            var outcome = new Canceller(_home.AsFolder).Stop(TestHome.Named(id), new StopRequest { Grace = TimeSpan.FromSeconds(30) });

            Assert.Equal((1, 0, "subreaper"), (outcome.TermSent, outcome.KillSent, outcome.Mechanism));
            Assert.True(ProcFs.IsAlive(worker), "it hands on");
            Assert.Equal("cancelled", _home.Get(id).Text("effectiveStatus"));
        }
        Until.True(() => !ProcFs.IsAlive(worker), s_soon, "it has handed on");
        Assert.DoesNotContain("does not listen", _home.Text(id, "logs/cancel.log"));
        Assert.Equal("pending", _home.Get(waiting).Text("status"));
    }

    string StartTree(string before) => _home.StartScript(before + "\n" + """
        sh -c 'echo $$ > two.pid; sh -c "echo \$\$ > three.pid; sleep 600; :"; :' &
        (setsid sh -c 'echo $$ > daemon.pid; exec sleep 600' > /dev/null 2>&1 &)
        echo $$ > one.pid; sleep 600; :
        """, "--grace", "60");

    int[] TreePids() => [.. new[] { "one", "two", "three", "daemon" }.Select(name => _home.PidIn($"{name}.pid"))];
}
