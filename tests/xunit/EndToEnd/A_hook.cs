using System.Diagnostics;

namespace Mill.Tests.EndToEnd;

/// <summary>What follows an end: it changes nothing of the run, and nobody waits for it.</summary>
public sealed class A_hook : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    string Hooks(string onEnd = "null", string onFailure = "null")
    {
        var file = Path.Combine(_home.Work, "mill.json");
        File.WriteAllText(file, $"{{ \"hooks\": {{ \"onEnd\": {onEnd}, \"onFailure\": {onFailure} }} }}");
        return file;
    }

    static string Shell(string script) => $"[\"/bin/sh\", \"-c\", \"{script.Replace("\"", "\\\"")}\", \"sh\", \"{{{{status}}}}\", \"{{{{runId}}}}\"]";

    [Theory]
    [InlineData("exit 3", "failed", "failure failed\n", "end failed exit 3 failed\n")]
    [InlineData("true", "complete", "", "end complete exit 0 complete\n")]
    [InlineData("kill -9 $$", "failed", "failure failed\n", "end failed signal 137 failed\n")]
    public void knows_how_it_ended(string script, string status, string failure, string end)
    {
        Hooks(Shell("echo end $MILL_STATUS $MILL_REASON $MILL_EXIT_CODE $1"), Shell("echo failure $1"));
        var run = _home.RunScript(script);
        _home.Settle();

        Assert.Equal(status, run.Text("status"));
        var id = run.Text("id")!;
        Assert.Equal((failure, end), (_home.Text(id, "logs/hook.onFailure.out"), _home.Text(id, "logs/hook.onEnd.out")));
        Assert.Contains("hook onEnd: exit code 0", _home.Text(id, "logs/worker.log"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_home.Home, "active", id)));
    }

    [Fact]
    public void has_the_environment_and_the_folder_of_the_run()
    {
        Hooks(Shell("echo $V $MILL_RUN_ID $2 $(pwd); echo oops >&2"));
        var id = _home.StartScript("true", "--env", "V=1");
        _home.Ended(id);
        _home.Settle();
        Assert.Equal($"1 {id} {id} {_home.Work}\n", _home.Text(id, "logs/hook.onEnd.out"));
        Assert.Equal("oops\n", _home.Text(id, "logs/hook.onEnd.err"));
    }

    [Fact]
    public void C91_that_fails_changes_nothing_and_takes_no_other_its_turn()
    {
        Hooks(Shell("exit 9"), "[\"no-such-command-anywhere\"]");
        var id = _home.StartScript("exit 1");
        Assert.Equal(("failed", 1), (_home.Ended(id).Text("status"), _home.Get(id).Number("exitCode")));
        _home.Settle();
        Assert.Contains("hook onFailure: it could not be run", _home.Text(id, "logs/worker.log"), StringComparison.Ordinal);
        Assert.Contains("hook onEnd: exit code 9", _home.Text(id, "logs/worker.log"), StringComparison.Ordinal);
        Assert.Single(_home.Events(id), one => one.Text("type") == "run:failed");
    }

    [Fact]
    public void that_hangs_is_ended_with_its_tree_and_is_waited_for_by_nobody()
    {
        Hooks($"{{ \"command\": {Shell("setsid sleep 600 & trap '' TERM; sleep 600")}, \"timeout\": \"25s\" }}");
        var id = _home.StartScript("true");
        _home.Mill("wait", id).Expect(0);
        Until.True(() => _home.Text(id, "logs/worker.log").Contains("hook onEnd: launched", StringComparison.Ordinal), TimeSpan.FromSeconds(20), "the hook runs");
        // The hook is not over: nobody has waited for it.
        var run = _home.Get(id);
        Assert.Equal(("complete", "ending", false), (run.Text("status"), run.Text("effectiveStatus"), run.Is("mismatch")));
        Assert.Equal("0\n", _home.Text(id, "exit_code"));

        _home.Settle();
        Assert.Contains("hook onEnd: it took longer than 25s and was ended", _home.Text(id, "logs/worker.log"), StringComparison.Ordinal);
        Assert.Equal("complete", _home.Get(id).Text("effectiveStatus"));
    }

    [Fact]
    public void follows_a_stop_which_does_not_wait_for_it()
    {
        Hooks(Shell($"echo end $1 $MILL_EXIT_CODE; while ! [ -e '{_home.Work}/go' ]; do sleep 0.05; done; echo done"), Shell("echo WRONG"));
        var id = _home.StartScript("sleep 600");
        var stop = _home.Stop(id);
        Assert.Equal(("cancelled", false), (stop.Text("status"), stop.Is("alreadyTerminal")));
        Assert.Equal("cancelled", _home.Stop(id).Text("status")); // A second one leaves it alone.
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");

        _home.Settle();
        Assert.Equal("end cancelled\ndone\n", _home.Text(id, "logs/hook.onEnd.out"));
        Assert.False(File.Exists(_home.FileOf(id, "logs/hook.onFailure.out")));
    }

    [Fact]
    public void is_ended_by_a_stop_by_force()
    {
        Hooks(Shell("sleep 600"));
        var id = _home.StartScript("true");
        Until.True(() => _home.Text(id, "logs/worker.log").Contains("hook onEnd: launched"), TimeSpan.FromSeconds(60), "the hook is there");
        _home.Stop(id, "--force", "--grace", "0");
        _home.Settle();
        Assert.Equal(("complete", "complete"), (_home.Get(id).Text("status"), _home.Get(id).Text("effectiveStatus")));
    }

    [Fact]
    public void leaves_alone_whom_the_run_may_leave_behind()
    {
        Hooks(Shell("sleep 600 & echo hook"));
        var id = _home.StartScript("sleep 601 & echo $! > pid", "--allow-background");
        _home.Ended(id);
        Until.True(() => _home.Text(id, "logs/worker.log").Contains("hook onEnd: exit code 0"), TimeSpan.FromSeconds(60), "the hook is over");
        var left = int.Parse(File.ReadAllText(Path.Combine(_home.Work, "pid")));
        Until.True(() => _home.Processes().Count <= 1, TimeSpan.FromSeconds(60), "only that one is left");
        Assert.True(Directory.Exists($"/proc/{left}"));
        Process.GetProcessById(left).Kill();
    }

    [Fact]
    public void is_found_should_the_worker_be_lost_meanwhile()
    {
        Hooks(Shell("sleep 600"));
        var id = _home.StartScript("true");
        Until.True(() => _home.Text(id, "logs/worker.log").Contains("hook onEnd: launched"), TimeSpan.FromSeconds(60), "the hook is there");
        _home.KillWorker(id);
        Assert.True(_home.Get(id).Is("mismatch"));
        _home.Repair(id);
        _home.Settle();
        Assert.Equal("complete", _home.Get(id).Text("status"));
    }

    [Fact]
    public void is_none_of_a_run_whose_worker_was_lost()
    {
        Hooks(Shell("echo WRONG"), Shell("echo WRONG"));
        var id = _home.StartScript("sleep 600");
        _home.KillWorker(id);
        Assert.Equal("lost", _home.Get(id).Text("effectiveStatus"));
        _home.Repair(id);
        _home.Settle();
        Assert.Equal("", _home.Text(id, "logs/hook.onEnd.out") + _home.Text(id, "logs/hook.onFailure.out"));
    }

    [Fact]
    public void C92_is_kept_with_the_run_and_runs_once_with_each_of_its_lives()
    {
        var file = Hooks(Shell("echo $1"));
        var id = _home.StartScript("test -e flag");
        _home.Ended(id);
        _home.Settle();
        File.Delete(file);
        File.WriteAllText(Path.Combine(_home.Work, "flag"), "");
        _home.Mill("resume", id).Expect(0);
        _home.Ended(id);
        _home.Settle();
        Assert.Equal("failed\ncomplete\n", _home.Text(id, "logs/hook.onEnd.out"));
    }
}
