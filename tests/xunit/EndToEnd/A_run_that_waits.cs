using Mill.Queue;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.EndToEnd;

/// <summary>What becomes of a run that waits for its turn, or for other runs.</summary>
public sealed class A_run_that_waits : IDisposable
{
    const string Value = "xyz-very-secret-456";
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void C55_and_is_stopped_never_runs()
    {
        Pause();
        var id = _home.StartScript("touch ran", "--queue", "q");
        var stop = _home.Stop(id);

        Assert.Equal(("cancelled", "false"), (stop.Text("status"), stop.Text("alreadyTerminal")));
        Assert.Empty(Waiting());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_home.Home, "queues", "q", "waiting")));
        Assert.False(File.Exists(_home.FileOf(id, "environment.json")));
        _home.Mill("wait", id).Expect(4);
        _home.Mill("queue", "set", "q", "--resume").Expect(0);
        Assert.False(File.Exists(Path.Combine(_home.Work, "ran")));
        _home.Mill("rm", id).Expect(0);
    }

    [Fact]
    public void is_removed_by_force_only()
    {
        Pause();
        var id = _home.StartScript("touch ran", "--queue", "q");
        _home.Mill("rm", id, "--json").Refuses(MillError.RunIsLive, "waits in queue q", id);
        _home.Mill("rm", id, "--force").Expect(0);
        Assert.Empty(Waiting());
    }

    [Theory]
    [InlineData("exit 0", false, "complete", "")]
    [InlineData("exit 3", false, "failed", "dependency-failed")]
    [InlineData("exit 0", true, "complete", "")]
    [InlineData("exit 3", true, "complete", "")]
    public void for_another_depends_on_the_end_of_that_one(string end, bool any, string status, string reason)
    {
        var first = _home.StartScript($"while ! [ -e go ]; do sleep 0.02; done; {end}");
        var id = _home.StartScript("touch ran", [.. any ? ["--after-any"] : Array.Empty<string>(), "--after", first]);
        Assert.Equal($"waits for {first}", _home.Get(id).Text("healthReason"));
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");

        var run = _home.Ended(id);
        Assert.Equal(status, run.Text("status"));
        Assert.Equal(status == "complete", File.Exists(Path.Combine(_home.Work, "ran")));
        if (status == "complete") return;
        Assert.Equal(reason, run.Text("reason"));
        Assert.Contains(first, run.Text("message"));
    }

    [Fact]
    public void for_a_run_that_is_stopped_fails_and_so_do_those_that_wait_for_it_in_any_queue()
    {
        var first = _home.Start("--", "sleep", "600");
        var second = _home.Start("--queue", "zz", "--after", first, "--", "true");
        var third = _home.Start("--queue", "aa", "--after", second, "--", "true");
        var whatever = _home.Start("--after", $"{second},{third}", "--after-any", "--", "true");
        _home.Stop(first);

        Assert.All(new[] { second, third }, id => Assert.Equal(("failed", "dependency-failed"), (_home.Ended(id).Text("status"), _home.Get(id).Text("reason"))));
        Assert.Equal("complete", _home.Ended(whatever).Text("status"));
    }

    [Fact]
    public void for_one_that_was_over_before_starts_at_once_or_fails_at_once()
    {
        var (well, badly) = (_home.StartScript("exit 0"), _home.StartScript("exit 1"));
        _home.Ended(well);
        _home.Ended(badly);
        Assert.Equal("complete", _home.RunToEnd("--after", well, "--", "true").Text("status"));
        Assert.Equal("dependency-failed", _home.RunToEnd("--after", badly, "--", "true").Text("reason"));
        Assert.Equal("dependency-failed", _home.RunToEnd("--after", well, "--after", badly, "--", "true").Text("reason"));
    }

    [Fact]
    public void for_another_lets_those_behind_it_pass()
    {
        var first = _home.Start("--", "sleep", "600");
        var held = _home.Start("--queue", "q", "--priority", "9", "--after", first, "--", "true");
        Assert.Equal("complete", _home.RunToEnd("--queue", "q", "--", "true").Text("status"));
        Assert.Equal($"waits in queue q, 1st, and for {first}", _home.Get(held).Text("healthReason"));
    }

    [Fact]
    public void for_a_run_whose_worker_was_killed_is_told_by_the_next_change()
    {
        var first = _home.Start("--", "sleep", "600");
        var id = _home.Start("--after", first, "--", "true");
        _home.KillWorker(first);
        Assert.Equal("lost", _home.Get(first).Text("effectiveStatus"));

        _home.Mill("sweep").Expect(0);
        Assert.Equal("dependency-failed", _home.Ended(id).Text("reason"));
        Assert.Equal("worker-lost", _home.Get(first).Text("reason"));
    }

    [Fact]
    public void for_a_run_that_was_complete_does_not_mind_that_it_is_removed_then()
    {
        Pause();
        var first = _home.StartScript("exit 0");
        _home.Ended(first);
        var id = _home.Start("--queue", "q", "--after", first, "--", "true");
        _home.Mill("rm", first).Expect(0);
        _home.Mill("queue", "set", "q", "--resume").Expect(0);
        Assert.Equal("complete", _home.Ended(id).Text("status"));
    }

    [Fact]
    public void for_a_run_that_is_removed_before_it_is_looked_at_fails()
    {
        Pause();
        var first = _home.Start("--queue", "q", "--", "true");
        var id = _home.Start("--after", first, "--", "true");
        _home.Mill("rm", "--force", first).Expect(0);
        Assert.Equal("dependency-failed", _home.Ended(id).Text("reason"));
    }

    [Fact]
    public void C95_keeps_its_callers_environment_without_secrets_and_says_so()
    {
        Pause();
        var options = new RunOptions { Environment = new Dictionary<string, string?> { ["FOO_TOKEN"] = Value, ["PLAIN"] = "as it was" } };
        var started = _home.MillWith(options, "start", "--queue", "q", "--env", "GIVEN=too", "--unset-env", "HOME", "--", "/bin/sh", "-c", "echo \"$PLAIN $GIVEN [$FOO_TOKEN]\"").Expect(0);
        var id = started.Out.Trim();

        Assert.Contains("FOO_TOKEN", started.Err);
        Assert.Contains("--keep-secrets", started.Err);
        Assert.DoesNotContain("PLAIN", started.Err);
        Assert.Empty(Trees.FilesWith(_home.Home, Value));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_home.FileOf(id, "environment.json")));
        _home.Mill("queue", "set", "q", "--resume").Expect(0);
        _home.Ended(id);
        Assert.Equal("as it was too []\n", _home.Text(id, "logs/main.1.out"));
        Assert.False(File.Exists(_home.FileOf(id, "environment.json")));
    }

    [Fact]
    public void C95_with_a_secret_of_its_own_is_refused_unless_it_may_be_kept()
    {
        Pause();
        _home.Mill("start", "--queue", "q", "--env", $"FOO_TOKEN={Value}", "--json", "--", "true").Refuses(MillError.SecretNotKept, "FOO_TOKEN");
        Assert.Empty(_home.Mill("ls", "--json").Expect(0).Json.EnumerateArray());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_home.Home, "active")));
        Assert.Empty(Waiting());

        var id = _home.StartScript("echo $FOO_TOKEN", "--queue", "q", "--env", $"FOO_TOKEN={Value}", "--keep-secrets");
        _home.Mill("queue", "set", "q", "--resume").Expect(0);
        _home.Ended(id);
        Assert.Equal($"{Value}\n", _home.Text(id, "logs/main.1.out"));
        // With a slot free it need not be kept at all.
        var atOnce = _home.StartScript("printf %s $FOO_TOKEN | wc -c", "--queue", "q", "--env", $"FOO_TOKEN={Value}");
        _home.Ended(atOnce);
        Assert.Equal($"{Value.Length}\n", _home.Text(atOnce, "logs/main.1.out"));
    }

    [Fact]
    public void gets_variables_that_are_no_text_byte_for_byte()
    {
        Pause();
        var answer = Programs.Run("/bin/bash", ["-c", """
            env -i $'N\xfe=1' BAD=$'a\xffb\xc3' GOOD=ü PATH="$PATH" HOME="$HOME" MILL_HOME="$MILL_HOME" mill start --queue q -- cat /proc/self/environ
            """], _home.At(new RunOptions()));
        var id = answer.Expect(0).Out.Trim();
        _home.Mill("queue", "set", "q", "--resume").Expect(0);
        _home.Ended(id);

        var printed = File.ReadAllBytes(_home.FileOf(id, "logs/main.1.out"));
        foreach (byte[] variable in (byte[][])[[(byte)'N', 0xfe, (byte)'=', (byte)'1', 0], [.. "BAD=a"u8, 0xff, (byte)'b', 0xc3, 0], [.. "GOOD=ü"u8, 0]])
            Assert.True(printed.AsSpan().IndexOf(variable) >= 0, string.Join(' ', variable));
    }

    [Fact]
    public void whose_environment_was_lost_fails_and_says_so()
    {
        Pause();
        var id = _home.Start("--queue", "q", "--", "true");
        File.Delete(_home.FileOf(id, "environment.json"));
        var next = _home.Start("--queue", "q", "--", "true");
        _home.Mill("queue", "set", "q", "--resume").Expect(0);
        Assert.Equal(("failed", "spawn-failed"), (_home.Ended(id).Text("status"), _home.Get(id).Text("reason")));
        Assert.Contains("environment.json", _home.Get(id).Text("message"));
        Assert.Equal("complete", _home.Ended(next).Text("status"));
    }

    [Fact]
    public void that_fails_when_its_turn_comes_hands_its_slot_on_though_another_thread_s_child_has_a_copy_of_its_lock()
    {
        Pause();
        var id = _home.Start("--queue", "q", "--", "true");
        File.Delete(_home.FileOf(id, "environment.json"));
        var next = _home.Start("--queue", "q", "--", "true");
        using var copied = new CopiedLocks(_home.FileOf(id, "worker.lock"));
        var home = new HomeFolder(copied.Platform, _home.Home);
        new QueueChange(home).Set("q", new QueueRequest { Paused = false });

        new Dispatcher(home, new MillOptions { Executable = Places.Mill }).HandOn();

        Assert.Equal("complete", _home.Ended(next).Text("status"));
    }

    [Fact]
    public void C18_whose_command_is_gone_when_its_turn_comes_fails_and_the_next_has_its_turn()
    {
        Pause();
        var tool = Path.Combine(_home.Work, "tool");
        File.WriteAllText(tool, "#!/bin/sh\n");
        File.SetUnixFileMode(tool, (UnixFileMode)0x1C0);
        var id = _home.Start("--queue", "q", "--", tool);
        var next = _home.Start("--queue", "q", "--", "true");
        File.Delete(tool);
        _home.Mill("queue", "set", "q", "--resume").Expect(0);
        Assert.Equal("spawn-failed", _home.Ended(id).Text("reason"));
        Assert.Equal("complete", _home.Ended(next).Text("status"));
    }

    [Fact]
    public void is_stopped_with_the_run_that_it_was_started_in()
    {
        Pause();
        var outer = _home.StartScript("mill start --queue q -- touch ran > inner; sleep 600");
        var inner = Until.Some(() => Path.Combine(_home.Work, "inner") is var path && File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } id ? id : null,
            TimeSpan.FromSeconds(15), "the inner run waits");
        _home.Stop(outer);
        Assert.Equal(("cancelled", outer), (_home.Get(inner).Text("status"), _home.Get(inner).Text("parentId")));
        Assert.Empty(Waiting());
    }

    [Fact]
    public void again_after_a_resume_has_its_turn_like_any_other()
    {
        var id = _home.StartScript("[ -e again ] && exit 0; touch again; exit 3", "--queue", "q");
        _home.Ended(id);
        var other = _home.Start("--queue", "q", "--", "sleep", "600");
        _home.Mill("resume", id).Expect(0);

        Assert.Equal(("pending", "waits in queue q, 1st"), (_home.Get(id).Text("effectiveStatus"), _home.Get(id).Text("healthReason")));
        _home.Stop(other);
        Assert.Equal(("complete", 2L), (_home.Ended(id).Text("status"), _home.Get(id).Number("generation")));
        Assert.Equal("q", _home.Get(_home.Mill("restart", id).Expect(0).Out.Trim()).Text("queue.name"));
    }

    void Pause() => _home.Mill("queue", "set", "q", "--pause").Expect(0);

    string[] Waiting() => [.. _home.Mill("queue", "ls", "--json").Expect(0).Json[0].Items("waiting").Select(one => one.Text("id")!)];
}
