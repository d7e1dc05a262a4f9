using System.Text.RegularExpressions;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.EndToEnd;

/// <summary>Going on with a run that had ended.</summary>
public sealed class A_resume : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    const string FailsOnce = "[ -e again ] && exit 0; touch again; exit 1";
    const string FailsOnceThenWaits = "[ -e again ] || { touch again; exit 1; }; until [ -e go ]; do sleep 0.02; done";

    [Fact]
    public void C84_keeps_the_id_and_counts_on()
    {
        var id = _home.StartScript(FailsOnce);
        Assert.Equal("failed", _home.Ended(id).Text("status"));

        _home.Mill("resume", id).Expect(0);
        var run = _home.Ended(id);

        Assert.Equal(("complete", id, 2L, 2L), (run.Text("status"), run.Text("id"), run.Number("generation"), run.Number("tasks.0.attempts")));
        Assert.Single(_home.Events(id, "run:resumed"));
        Assert.Equal("failed", _home.Read(id, "generations/1/result.json").Text("status"));
        Assert.True(File.Exists(_home.FileOf(id, "logs/main.1.out")));
        Assert.True(File.Exists(_home.FileOf(id, "logs/main.2.out")));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(_home.Home, "runs")));
    }

    [Fact]
    public void C84_as_a_dry_run_tells_the_plan_and_changes_nothing()
    {
        var id = _home.StartScript(FailsOnce);
        _home.Ended(id);
        _home.Settle();
        var before = Trees.Hash(_home.Home);
        var plan = _home.Mill("resume", id, "--dry-run", "--json").Expect(0).Json;

        Assert.Equal((2L, "main"), (plan.Number("generation"), plan.Text("again.0")));
        Assert.True(plan.IsNull("run"));
        Assert.Equal(before, Trees.Hash(_home.Home));
    }

    [Fact]
    public void of_a_complete_run_has_nothing_to_do()
    {
        var id = _home.StartScript("exit 0");
        _home.Ended(id);

        _home.Mill("resume", id, "--json").Refuses(MillError.NothingToResume, id);
    }

    [Fact]
    public void of_a_run_that_lives_is_refused()
    {
        var id = _home.Start("--", "sleep", "600");
        _home.Mill("resume", id, "--json").Refuses(MillError.RunIsLive, id, "is running");
    }

    [Fact]
    public void C85_twice_at_once_is_won_by_one()
    {
        var id = _home.StartScript("[ -e again ] && exec sleep 600; touch again; exit 1");
        _home.Ended(id);
        var answers = Enumerable.Range(0, 2).AsParallel().WithDegreeOfParallelism(2).Select(_ => _home.Mill("resume", id, "--json")).ToArray();

        Assert.Equal([0, 1], answers.Select(one => one.ExitCode).Order());
        IsConflict(id, answers.Single(one => one.ExitCode == 1));
        Assert.Single(_home.Events(id, "run:resumed"));
        Assert.Equal(2, _home.Events(id, "spawn:start").Length);
        var process = ProcFs.Look(_home.ProcessOf(id))!;
        IsOwnedBy(id, ProcFs.Look(process.Parent)!, generation: 2);
        Assert.Equal("cancelled", _home.Stop(id).Text("status"));
        Assert.False(ProcFs.IsAlive(process.Pid));
    }

    // Which of the two it is depends on how far the other one was.
    static void IsConflict(string id, Answer answer)
    {
        answer.Expect(1);
        Assert.Contains(answer.Json.Text("error.code"), new[] { nameof(MillError.NothingToResume), nameof(MillError.RunIsLive) });
        Assert.Contains(id, answer.Json.Text("error.message"));
    }

    void IsOwnedBy(string id, ProcStat worker, long generation)
    {
        var (record, told, run) = (_home.Read(id, "worker.json"), _home.Events(id, "worker:start")[^1], _home.Get(id));
        Assert.Equal((generation, worker.Pid, worker.StartTime), (record.Number("generation"), (int)record.Number("process.pid"), record.Text("process.startTime")));
        Assert.Equal((generation, worker.Pid, worker.StartTime), (told.Number("generation"), (int)told.Number("payload.process.pid"), told.Text("payload.process.startTime")));
        Assert.Equal((generation, worker.Pid, worker.StartTime), (run.Number("generation"), (int)run.Number("worker.pid"), run.Text("worker.startTime")));
        Assert.Equal($"{worker.Pid}\n", _home.Text(id, "worker.pid"));
    }

    [Fact]
    public void C85_that_passed_a_worker_by_ends_its_process_and_leaves_it_no_word()
    {
        var id = _home.Start("--", "sleep", "600");
        var (worker, process) = (_home.WorkerOf(id), _home.ProcessOf(id));
        PassBy(id, worker, "main");

        Libc.Signal(worker, Libc.Term);
        Libc.Signal(worker, Libc.Cont);

        Until.True(() => !ProcFs.IsAlive(worker), TimeSpan.FromSeconds(60), "the worker is gone");
        Assert.Contains("generation 2 has begun", _home.Text(id, "logs/worker.log"));
        Assert.False(ProcFs.IsAlive(process));
        Assert.Equal("run:resumed", _home.Events(id)[^1].Text("type"));
        Assert.False(File.Exists(_home.FileOf(id, "cleanup.json")));
        Assert.Equal("failed", _home.Repair(id).Text("status")); // Nobody has taken the second one over.
    }

    [Fact]
    public void C85_that_passed_a_plan_s_worker_by_has_it_begin_nothing_more()
    {
        File.WriteAllText(Path.Combine(_home.Work, "plan.json"), """
            {"tasks":[{"name":"a","command":"/bin/sh","args":["-c","until [ -e go ]; do sleep 0.02; done"]},{"name":"b","command":"touch","args":["ran"],"after":"a"}]}
            """);
        var id = _home.Start("--plan", "plan.json");
        var worker = _home.WorkerOf(id);
        Until.True(() => _home.Events(id, "spawn:start").Length == 1, TimeSpan.FromSeconds(60), "the first task runs");
        PassBy(id, worker, "a", "b");

        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Libc.Signal(worker, Libc.Cont);

        Until.True(() => !ProcFs.IsAlive(worker), TimeSpan.FromSeconds(60), "the worker is gone");
        Assert.Contains("generation 2 has begun", _home.Text(id, "logs/worker.log"));
        Assert.False(File.Exists(Path.Combine(_home.Work, "ran")));
        Assert.Equal("run:resumed", _home.Events(id)[^1].Text("type"));
        Assert.Equal("failed", _home.Repair(id).Text("status"));
    }

    // As a resume does it that has lost sight of a worker; which stands still, so that it does not see the end without the resume.
    void PassBy(string id, int worker, params string[] tasks)
    {
        Libc.Signal(worker, Libc.Stop);
        Until.True(() => ProcFs.Look(worker)?.State == 'T', TimeSpan.FromSeconds(60), "it stands still");
        using var locked = LockedRun.Take(_home.AsFolder.Run(TestHome.Named(id)));
        var record = locked.Record!;
        Assert.True(locked.End(Endings.Of(record, new RunEnded(RunStatus.Failed, Reason.WorkerLost, null, null, null, DateTimeOffset.UtcNow))));
        Assert.True(locked.Change(EventDraft.Of(new RunResumed(record.Spec, null, [], tasks))));
    }

    [Fact]
    public void C85_many_times_at_once_is_won_by_one_also_where_that_is_over_at_once()
    {
        for (var round = 0; round < 3; round++)
        {
            File.Delete(Path.Combine(_home.Work, "again"));
            var id = _home.StartScript(FailsOnce);
            _home.Ended(id);
            var answers = Enumerable.Range(0, 6).AsParallel().WithDegreeOfParallelism(6).Select(_ => _home.Mill("resume", id, "--json")).ToArray();
            _home.Ended(id);

            Assert.Single(answers, one => one.ExitCode == 0);
            Assert.All(answers.Where(one => one.ExitCode != 0), one => IsConflict(id, one));
            Assert.Single(_home.Events(id, "run:resumed"));
        }
    }

    [Fact]
    public void C86_is_not_kept_back_by_a_pid_file_that_was_left()
    {
        var id = _home.StartScript(FailsOnceThenWaits);
        _home.Ended(id);
        File.WriteAllText(_home.FileOf(id, "worker.pid"), "1\n");

        _home.Mill("resume", id).Expect(0);

        IsOwnedBy(id, ProcFs.Look(_home.WorkerOf(id))!, generation: 2);
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.False(File.Exists(_home.FileOf(id, "worker.pid")));
    }

    [Fact]
    public void C86_is_supervised_by_the_mill_of_today_which_tells_its_version()
    {
        var (before, today) = (_home.MillWhere("WHICH", "before"), _home.MillWhere("WHICH", "today"));
        var id = With(before).Start(new StartRequest { Command = "/bin/sh", Arguments = ["-c", FailsOnceThenWaits], WorkingDirectory = _home.Work }).Id;
        _home.Ended(id);
        var version = _home.Read(id, "worker.json").Text("version");
        foreach (var name in new[] { "worker.json", "run.json", "events.ndjson" })
            File.WriteAllText(_home.FileOf(id, name), Regex.Replace(_home.Text(id, name), "\"version\":\\s*\"[^\"]*\"", "\"version\":\"0.0.1\""));
        File.Delete(before);

        With(today).Resume(TestHome.Named(id));

        Assert.Contains("WHICH=today", ProcFs.Environment(_home.WorkerOf(id)));
        Assert.Equal(version, _home.Read(id, "worker.json").Text("version"));
        Assert.Equal(["0.0.1", version], _home.Events(id, "worker:start").Select(one => one.Text("payload.version")));
        Assert.Equal(MillVersion.Text, Assert.Single(_home.Events(id, "run:resumed")).Text("payload.version"));
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Assert.Equal("complete", _home.Ended(id).Text("status"));
    }

    MillClient With(string executable) => new(new MillOptions { Home = _home.Home, Executable = executable });

    [Fact]
    public void after_a_lost_worker_works_once_it_is_repaired()
    {
        var id = _home.StartScript("[ -e again ] && exit 0; touch again; exec sleep 600");
        Until.True(() => File.Exists(Path.Combine(_home.Work, "again")), TimeSpan.FromSeconds(60), "the process is under way");
        _home.KillWorker(id);
        _home.Repair(id);

        _home.Mill("resume", id).Expect(0);

        Assert.Equal("complete", _home.Ended(id).Text("status"));
    }

    [Fact]
    public void in_the_grace_of_a_stop_is_left_alone_by_it()
    {
        var id = _home.StartScript("[ -e again ] && exec sleep 600; trap '' TERM; touch again; while :; do sleep 0.05; done", "--grace", "0.2");
        Until.True(() => File.Exists(Path.Combine(_home.Work, "again")), TimeSpan.FromSeconds(60), "the trap is set");
        var stubborn = _home.ProcessOf(id);
        _home.KillWorker(id);
        using var stop = Programs.Start(Places.Mill, ["stop", id, "--grace", "5"], _home.At(new RunOptions()));
        Until.True(() => _home.Read(id, "run.json").Text("status") == "cancelled", TimeSpan.FromSeconds(60), "the stop is recorded");

        _home.Mill("resume", id).Expect(0);

        Assert.False(ProcFs.IsAlive(stubborn));
        Assert.True(stop.WaitForExit(20_000));
        Assert.True(ProcFs.IsAlive(_home.ProcessOf(id)));
        Assert.Equal(("running", 2L), (_home.Get(id).Text("effectiveStatus"), _home.Get(id).Number("generation")));
        Assert.True(File.Exists(Path.Combine(_home.Home, "active", id)));
        Assert.True(File.Exists(_home.FileOf(id, "worker.pid")));
        Assert.False(File.Exists(_home.FileOf(id, "cleanup.json")));
    }

    [Fact]
    public void is_no_restart_which_makes_a_new_run()
    {
        var id = _home.StartScript("echo $0 $1", "--name", "again");
        _home.Ended(id);
        var fresh = _home.Mill("restart", id).Expect(0).Out.Trim();

        Assert.NotEqual(id, fresh);
        var run = _home.Ended(fresh);
        Assert.Equal(("complete", "again", 1L), (run.Text("status"), run.Text("name"), run.Number("generation")));
    }
}
