using System.Text.RegularExpressions;
using Mill.Platform.Linux;
using Mill.Queue;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.EndToEnd;

/// <summary>Runs that share a number of slots, with nobody there to hand them on but the runs themselves.</summary>
public sealed class A_queue : IDisposable
{
    // A lock that the kernel gives back when the process is gone, and not sooner: whoever finds none free is one too many.
    // Whoever has one waits until every slot was taken once: that many are there at the same time.
    const string TakeSlot = """
        for i in $SLOTS; do
            exec 9> slot.$i
            if flock -n 9; then
                echo $i >> taken
                for j in $SLOTS; do while ! grep -q $j taken; do sleep 0.02; done; done
                sleep 0.02
                exit 0
            fi
        done
        echo full >> overflow
        exit 9
        """;
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);

    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void lets_thirty_runs_through_three_slots_and_never_more_than_three_at_once()
    {
        _home.Mill("queue", "set", "q", "--parallel", "3").Expect(0);
        var client = _home.Client;
        var ids = Enumerable.Range(0, 30).AsParallel().WithDegreeOfParallelism(4).Select(_ => client.Launch(new StartRequest
        {
            Command = "/bin/sh",
            Arguments = ["-c", TakeSlot],
            WorkingDirectory = _home.Work,
            Queue = "q",
            Environment = new Dictionary<string, string?> { ["SLOTS"] = "1 2 3" },
        })).ToArray();

        Assert.All(ids, id => Assert.Equal(RunStatus.Complete, client.Wait(id, TimeSpan.FromSeconds(60)).Status));

        Assert.Equal("", Read("overflow"));
        Assert.Equal(30, Lines("taken").Length);
        Assert.Equal(["1", "2", "3"], Lines("taken").Distinct().Order());
        Assert.All(ids, id => Assert.Single(_home.Events(id.Text, "spawn:start")));
        Until.True(() => Queue("q") is var queue && queue.Items("running").Length + queue.Items("waiting").Length == 0, s_soon, "nobody is left in it");
        Until.True(() => Markers("q").Length == 0, s_soon, "no marker is left");
    }

    [Fact]
    public void takes_the_higher_priority_first_and_then_who_came_first()
    {
        _home.Mill("queue", "set", "q", "--pause").Expect(0);
        var ids = new[] { 0, 5, -5, 0, 100, 5 }.Select((priority, number) => _home.StartScript($"echo {number} >> order", "--queue", "q", "--priority", $"{priority}")).ToArray();
        Assert.Equal([ids[4], ids[1], ids[5], ids[0], ids[3], ids[2]], Waiting("q"));

        _home.Mill("queue", "set", "q", "--resume").Expect(0);
        foreach (var id in ids) _home.Ended(id);

        Assert.Equal(["4", "1", "5", "0", "3", "2"], Lines("order"));
    }

    [Fact]
    public void costs_a_waiting_run_no_process()
    {
        _home.Mill("queue", "set", "q", "--pause").Expect(0);
        var id = _home.Start("--queue", "q", "--", "true");

        Assert.Empty(_home.Processes());
        var run = _home.Get(id);
        Assert.Equal(("pending", "pending", "healthy", "waits in queue q (paused), 1st"), (run.Text("status"), run.Text("effectiveStatus"), run.Text("health"), run.Text("healthReason")));
        Assert.Equal("q", run.Text("queue.name"));
        Assert.False(run.Is("mismatch"));
        Assert.Equal("queued", _home.Repair(id).Text("verdict"));
        Assert.Equal("[]", _home.Mill("repair", "--all", "--json").Expect(0).Out.Trim());
    }

    [Fact]
    public void has_the_log_of_a_stop_of_a_run_that_waited()
    {
        _home.Mill("queue", "set", "q", "--pause").Expect(0);
        var id = _home.Start("--queue", "q", "--", "true");
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(_home.FileOf(id, "logs")));

        _home.Stop(id);

        Assert.NotEmpty(_home.Text(id, "logs/cancel.log"));
    }

    [Fact]
    public void starts_a_run_at_once_while_a_slot_is_free()
    {
        var id = _home.Mill("start", "--queue", "q", "--json", "--", "sleep", "600").Expect(0).Json;
        Assert.Equal("running", id.Text("effectiveStatus"));
        Assert.Equal([id.Text("id")], Queue("q").Items("running").Select(one => one.GetString()));

        // Nobody has set it: one at a time.
        var second = _home.Mill("start", "--queue", "q", "--json", "--", "true").Expect(0).Json;
        Assert.Equal(("pending", "waits in queue q, 1st"), (second.Text("effectiveStatus"), second.Text("healthReason")));
    }

    [Fact]
    public void hands_on_to_a_worker_as_detached_as_any()
    {
        var first = _home.StartScript("while ! [ -e go ]; do sleep 0.02; done", "--queue", "q", "--timeout", "50");
        var second = _home.Start("--queue", "q", "--", "sleep", "600");
        var before = _home.WorkerOf(first);
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");

        Until.True(() => _home.Get(second).Text("status") == "running", s_soon, "the second one runs");
        Until.True(() => !ProcFs.IsAlive(before), s_soon, "the worker that has handed on is gone");
        var worker = ProcFs.Look(_home.WorkerOf(second))!;
        Assert.Equal((worker.Pid, worker.Pid), (worker.Session, worker.Group));
        Assert.DoesNotContain(worker.Parent, new[] { before, Environment.ProcessId });
        Assert.DoesNotContain(Enumerable.Range(0, 64).Select(one => ProcFs.LinkOf(worker.Pid, one)).OfType<string>(),
            path => path.Contains(first, StringComparison.Ordinal) || path.EndsWith("queue.lock", StringComparison.Ordinal));
        Assert.Contains($"MILL_RUN_ID={second}", ProcFs.Environment(worker.Pid));
        Assert.Contains($"MILL_RUN_ID={second}", ProcFs.Environment(_home.ProcessOf(second)));
    }

    [Fact]
    public void lets_a_wait_for_a_waiting_run_wait_for_its_end()
    {
        var first = _home.StartScript("while ! [ -e go ]; do sleep 0.02; done", "--queue", "q");
        var second = _home.StartScript("echo here; exit 3", "--queue", "q");
        _home.Mill("wait", second, "--timeout", "0.3").Expect(2);

        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Assert.Contains("here", _home.Mill("watch", second).Expect(3).Out);
        _home.Mill("wait", first, second).Expect(3);
    }

    [Fact]
    public void is_changed_by_nobody_who_only_looks()
    {
        var lost = LoseOneWithOneWaiting(out var waiting);
        var before = Trees.Hash(_home.Home);

        foreach (string[] line in (string[][])[["ls"], ["ls", "--json"], ["get", waiting], ["queue", "ls"], ["queue", "ls", "--json"], ["logs", lost], ["repair", "--all", "--dry-run"], ["sweep", "--dry-run"]])
            _home.Mill(line).Expect(0);
        _home.Mill("wait", waiting, "--timeout", "0.2").Expect(2);

        Assert.Equal(before, Trees.Hash(_home.Home));
    }

    [Theory]
    [InlineData("sweep")]
    [InlineData("repair", "--all")]
    [InlineData("queue", "set", "other", "--parallel", "2")]
    [InlineData("start", "--", "true")]
    [InlineData("start", "--queue", "q", "--", "true")]
    public void C25_whose_worker_was_killed_is_picked_up_by_the_next_change_once_its_processes_are_gone(params string[] line)
    {
        var lost = LoseOneWithOneWaiting(out var waiting);
        var left = _home.ProcessOf(lost);
        Assert.True(ProcFs.IsAlive(left));
        Assert.Equal("pending", _home.Get(waiting).Text("status"));

        _home.Mill(line).Expect(0);

        Assert.Equal("complete", _home.Ended(waiting).Text("status"));
        Assert.Equal($"{left} is gone", Read("seen").Trim());
        Assert.Equal(("failed", "worker-lost"), (_home.Get(lost).Text("status"), _home.Get(lost).Text("reason")));
    }

    [Fact]
    public void C25_whose_worker_was_killed_while_it_had_nobody_waiting_leaves_the_run_to_its_owner()
    {
        var id = _home.Start("--queue", "q", "--", "sleep", "600");
        _home.KillWorker(id);
        _home.Mill("sweep").Expect(0);
        Assert.Equal("lost", _home.Get(id).Text("effectiveStatus"));
        _home.Repair(id);
        Assert.Equal("failed", _home.Get(id).Text("effectiveStatus"));
    }

    [Fact]
    public void that_many_hand_on_at_once_starts_nobody_twice()
    {
        _home.Mill("queue", "set", "q", "--parallel", "4", "--pause").Expect(0);
        var client = _home.Client;
        var ids = Enumerable.Range(0, 16).Select(number => client.Launch(new StartRequest
        {
            Command = "/bin/sh",
            Arguments = ["-c", $"echo {number} >> ran; {TakeSlot}"],
            WorkingDirectory = _home.Work,
            Queue = "q",
            Environment = new Dictionary<string, string?> { ["SLOTS"] = "1 2 3 4" },
        })).ToArray();

        Parallel.For(0, 6, _ => client.SetQueue("q", new QueueRequest { Paused = false }));
        foreach (var id in ids) client.Wait(id, TimeSpan.FromSeconds(60));

        Assert.Equal(Enumerable.Range(0, 16), Lines("ran").Select(int.Parse).Order());
        Assert.Equal("", Read("overflow"));
    }

    [Fact]
    public void that_goes_on_lets_in_as_many_as_it_has_slots_and_no_more()
    {
        _home.Mill("queue", "set", "q", "--parallel", "3", "--pause").Expect(0);
        var client = _home.Client;
        var ids = Enumerable.Range(0, 8).Select(_ => client.Launch(new StartRequest { Command = "/bin/sleep", Arguments = ["600"], WorkingDirectory = _home.Work, Queue = "q" }).Text).ToArray();
        _home.Mill("queue", "set", "q", "--resume").Expect(0);
        Assert.Equal((3, 5), (Queue("q").Items("running").Length, Queue("q").Items("waiting").Length));

        _home.Mill("queue", "set", "q", "--parallel", "5").Expect(0);
        Assert.Equal((5, 3), (Queue("q").Items("running").Length, Queue("q").Items("waiting").Length));
        Assert.Equal(5, ids.Count(id => _home.Get(id).Text("status") == "running"));
        Assert.Equal(5, _home.Processes().Count(one => ProcFs.CommandLine(one.Pid) is [_, "600"]));
    }

    [Fact]
    public void that_is_paused_starts_nothing_and_ends_nothing()
    {
        _home.Mill("queue", "set", "q", "--parallel", "2").Expect(0);
        var running = _home.Start("--queue", "q", "--", "sleep", "600");
        Assert.True(_home.Mill("queue", "set", "q", "--pause", "--json").Expect(0).Json.Is("paused"));
        var waiting = _home.Start("--queue", "q", "--", "sleep", "600");
        Assert.Equal(("running", "pending"), (_home.Get(running).Text("status"), _home.Get(waiting).Text("status")));

        _home.Mill("queue", "set", "q", "--resume").Expect(0);
        Assert.Equal("running", _home.Get(waiting).Text("status"));

        // Fewer slots end nothing either.
        _home.Mill("queue", "set", "q", "--parallel", "1").Expect(0);
        Assert.Equal(2, Queue("q").Items("running").Length);
    }

    [Fact]
    public void that_is_unlimited_lets_everybody_in()
    {
        Assert.True(_home.Mill("queue", "set", "q", "--parallel", "unlimited", "--json").Expect(0).Json.IsNull("parallel"));
        var ids = Enumerable.Range(0, 3).Select(_ => _home.Start("--queue", "q", "--", "sleep", "600")).ToArray();
        Assert.All(ids, id => Assert.Equal("running", _home.Get(id).Text("status")));
    }

    [Fact]
    public void that_is_empty_can_be_removed_and_no_other()
    {
        _home.Mill("queue", "rm", "q", "--json").Refuses(MillError.QueueNotFound, "q");
        var id = _home.Start("--queue", "q", "--", "sleep", "600");
        _home.Mill("queue", "rm", "q", "--json").Refuses(MillError.QueueNotEmpty, id);
        _home.Stop(id);
        _home.Settle(); // Its worker looks once more for who waits.

        _home.Mill("queue", "rm", "q").Expect(0);
        Assert.Equal("[]", _home.Mill("queue", "ls", "--json").Expect(0).Out.Trim());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_home.Home, "queues")));
    }

    [Theory]
    [InlineData("queue", "set", "q", "--parallel", "0")]
    [InlineData("queue", "set", "q", "--parallel", "-1")]
    [InlineData("queue", "set", "q", "--parallel", "x")]
    [InlineData("queue", "set", "q")]
    [InlineData("queue", "set", "--parallel", "2")]
    [InlineData("queue", "set", "q", "--pause", "--resume")]
    [InlineData("queue", "ls", "--parallel", "2")]
    [InlineData("queue", "fly", "q")]
    [InlineData("queue")]
    [InlineData("start", "--queue", "q", "--priority", "101", "--", "true")]
    [InlineData("start", "--queue", "q", "--priority", "-101", "--", "true")]
    [InlineData("start", "--queue", "q", "--priority", "high", "--", "true")]
    [InlineData("start", "--priority", "1", "--", "true")]
    [InlineData("start", "--after-any", "--", "true")]
    public void that_is_asked_for_nonsense_leaves_no_trace(params string[] line)
    {
        Assert.Contains("mill: ", _home.Mill(line).Expect(64).Err);
        Assert.False(Directory.Exists(_home.Home));
    }

    [Theory]
    [InlineData(MillError.BadValue, "--queue", ".q")]
    [InlineData(MillError.BadValue, "--queue", "-q")]
    [InlineData(MillError.BadValue, "--queue", "a/b")]
    [InlineData(MillError.BadValue, "--queue", "")]
    [InlineData(MillError.BadRunId, "--after", "../x")]
    [InlineData(MillError.RunNotFound, "--after", "20260101-000000-aaaa")]
    [InlineData(MillError.RunNotFound, "--after", "aaaa")]
    [InlineData(MillError.CommandNotFound, "--queue", "q", "--", "no-such-command-here")]
    public void that_cannot_take_a_run_leaves_no_trace(MillError code, params string[] options)
    {
        var line = options.Contains("--") ? options : [.. options, "--", "true"];
        _home.Mill(["start", "--json", .. line]).Refuses(code);
        Assert.False(Directory.Exists(_home.Home));
    }

    [Fact]
    public void whose_settings_are_damaged_starts_nothing_until_it_is_set_again()
    {
        _home.Mill("queue", "set", "q", "--parallel", "2").Expect(0);
        File.WriteAllText(Path.Combine(_home.Home, "queues", "q", "queue.json"), "{");
        var id = _home.Start("--queue", "q", "--", "true");
        Assert.Equal("pending", _home.Get(id).Text("status"));

        _home.Mill("queue", "set", "q", "--parallel", "1", "--resume").Expect(0);
        Assert.Equal("complete", _home.Ended(id).Text("status"));
    }

    [Fact]
    public async Task whose_next_run_has_a_worker_that_cannot_say_who_it_is_launches_it_once_and_goes_on()
    {
        _home.Mill("queue", "set", "q", "--pause").Expect(0);
        var (id, next) = (_home.Start("--queue", "q", "--", "true"), _home.Start("--queue", "q", "--", "true"));
        var place = Directory.CreateDirectory(_home.FileOf(id, "worker.json"));

        var going = Task.Run(() => _home.Client.SetQueue("q", new QueueRequest { Paused = false }));
        Until.True(() => going.IsCompleted || _home.Processes().Count > 5, s_soon, "it is over, or one worker after the other is launched");
        place.Delete(); // So that the last of those would end.
        await going;

        Assert.Equal(("failed", "early-exit"), (_home.Ended(id).Text("status"), _home.Get(id).Text("reason")));
        Assert.Single(Regex.Matches(_home.Text(id, "logs/worker.log"), "the worker failed"));
        Assert.Equal("complete", _home.Ended(next).Text("status"));
    }

    [Fact]
    public async Task in_which_a_start_fails_gives_its_slot_to_whoever_came_meanwhile()
    {
        _home.Mill("queue", "set", "q", "--parallel", "1").Expect(0);
        var broken = Path.Combine(_home.Work, "broken-mill");
        File.WriteAllText(broken, $"""
            #!/bin/sh
            mkdir '{_home.Work}/first' 2> /dev/null || exec '{Places.Mill}' "$@"
            cd '{_home.Work}' && until [ -e go ] || ! [ -d '{_home.Work}' ]; do sleep 0.02; done
            exit 1
            """);
        Programs.LetRun(broken);
        var client = new MillClient(new MillOptions { Home = _home.Home, Executable = broken });
        var start = Task.Run(() => client.Start(new StartRequest { Command = "true", WorkingDirectory = _home.Work, Queue = "q" }));
        Until.True(() => Markers("q").Any(marker => marker.Contains("/running/")), s_soon, "it has the slot");
        var next = _home.Start("--queue", "q", "--", "true");
        Assert.Equal("pending", _home.Get(next).Text("status"));

        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Assert.Equal(MillError.EarlyExit, (await Assert.ThrowsAsync<MillException>(() => start)).Code);

        Assert.Equal("complete", _home.Ended(next).Text("status"));
    }

    [Fact]
    public void that_cannot_be_looked_at_keeps_no_other_from_going_on()
    {
        foreach (var name in new[] { "aa", "zz" }) _home.Mill("queue", "set", name, "--pause").Expect(0);
        var ids = new[] { "aa", "zz" }.Select(name => _home.Start("--queue", name, "--", "true")).ToArray();
        var broken = Path.Combine(_home.Home, "queues", "aa", "queue.lock");
        File.Delete(broken);
        Directory.CreateDirectory(broken);

        _home.Mill("queue", "set", "zz", "--resume").Expect(0);

        Assert.Equal("complete", _home.Ended(ids[1]).Text("status"));
        Assert.Equal("pending", _home.Get(ids[0]).Text("status"));
    }

    [Fact]
    public void that_is_held_for_long_is_waited_for_by_a_worker_that_hands_on()
    {
        _home.Mill("queue", "set", "q", "--pause").Expect(0);
        var id = _home.Start("--queue", "q", "--", "true");
        var clock = new Leaping();
        var worker = new Dispatcher(_home.FolderOn(new LinuxPlatform { Clock = clock }), new MillOptions { Home = _home.Home, Executable = Places.Mill }, exits: true);
        var handing = new Thread(worker.HandOn);
        var queue = new QueueFolder(_home.AsFolder, "q");
        using (LockedQueue.Take(queue))
        {
            handing.Start();
            Assert.False(Until.Holds(() => Later(clock) && !handing.IsAlive, TimeSpan.FromSeconds(1)), "it has given up");
            queue.Write(new QueueSettings());
        }
        Assert.True(handing.Join(s_soon));
        Assert.Equal("complete", _home.Ended(id).Text("status"));
    }

    [Fact]
    public void that_is_held_for_long_keeps_no_other_from_going_on()
    {
        foreach (var name in new[] { "aa", "zz" }) _home.Mill("queue", "set", name, "--pause").Expect(0);
        var ids = new[] { "aa", "zz" }.Select(name => _home.Start("--queue", name, "--", "true")).ToArray();
        foreach (var name in new[] { "aa", "zz" }) new QueueFolder(_home.AsFolder, name).Write(new QueueSettings());
        var worker = new Dispatcher(_home.AsFolder, new MillOptions { Home = _home.Home, Executable = Places.Mill }, exits: true);
        var handing = new Thread(worker.HandOn);
        using (LockedQueue.Take(new QueueFolder(_home.AsFolder, "aa")))
        {
            handing.Start();
            // Its worker waits for the other queue as well.
            Until.True(() => _home.Get(ids[1]).Text("status") == "complete", s_soon, "the other queue goes on");
            Assert.Equal("pending", _home.Get(ids[0]).Text("status"));
        }
        Assert.True(handing.Join(s_soon));
        foreach (var id in ids) Assert.Equal("complete", _home.Ended(id).Text("status"));
    }

    [Fact]
    public void in_which_one_cannot_be_launched_and_one_is_lost_still_takes_whoever_comes()
    {
        _home.Mill("queue", "set", "q", "--parallel", "2").Expect(0);
        var lost = _home.Start("--queue", "q", "--", "sleep", "600");
        _home.Mill("queue", "set", "q", "--pause").Expect(0);
        var stuck = _home.Start("--queue", "q", "--", "true");
        if (Directory.Exists(_home.FileOf(stuck, "logs"))) Directory.Delete(_home.FileOf(stuck, "logs"), recursive: true);
        File.WriteAllText(_home.FileOf(stuck, "logs"), "");
        _home.KillWorker(lost);
        new QueueFolder(_home.AsFolder, "q").Write(new QueueSettings { Parallel = 2 });

        var id = _home.MillWith(new RunOptions(), "start", "--queue", "q", "--", "true").Expect(0).Out.Trim();

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal(("failed", "pending"), (_home.Get(lost).Text("status"), _home.Get(stuck).Text("status")));
        _home.Stop(stuck);
    }

    static bool Later(Leaping clock)
    {
        clock.Leap(TimeSpan.FromSeconds(2));
        return true;
    }

    // A run whose process is still there though its worker was killed, and one that waits for its slot and looks whether it is.
    string LoseOneWithOneWaiting(out string waiting)
    {
        var lost = _home.Start("--queue", "q", "--", "sleep", "600");
        // Nobody may be there to wait for one that has ended: a zombie runs no program.
        waiting = _home.StartScript($"[ -e /proc/{_home.ProcessOf(lost)}/exe ] && echo too soon > seen || echo {_home.ProcessOf(lost)} is gone > seen", "--queue", "q");
        _home.KillWorker(lost);
        return lost;
    }

    System.Text.Json.JsonElement Queue(string name) => _home.Mill("queue", "ls", "--json").Expect(0).Json.EnumerateArray().Single(one => one.Text("name") == name);

    string[] Waiting(string name) => [.. Queue(name).Items("waiting").Select(one => one.Text("id")!)];

    string[] Markers(string name) => [.. new[] { "waiting", "running" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(_home.Home, "queues", name, folder)))];

    string Read(string name) => Path.Combine(_home.Work, name) is var path && File.Exists(path) ? File.ReadAllText(path) : "";

    string[] Lines(string name) => Read(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
