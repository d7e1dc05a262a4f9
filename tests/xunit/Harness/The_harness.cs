namespace Mill.Tests.Harness;

/// <summary>The tests' own tools: a leak is seen, a wait that fails says what was seen.</summary>
public sealed class The_harness
{
    [Fact]
    public void fails_a_test_that_leaves_a_process_behind()
    {
        var home = new TestHome { PatienceAtEnd = TimeSpan.FromMilliseconds(200) };
        using var left = Programs.Start("/bin/sleep", ["600"], new RunOptions
        {
            Environment = new Dictionary<string, string?> { ["MILL_RUN_DIR"] = $"{home.Home}/runs/any" },
        });

        Until.True(() => home.Processes().Any(one => one.Pid == left.Id), TimeSpan.FromSeconds(60), "it is seen");

        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(home.Dispose);

        Assert.Contains($"{left.Id} /bin/sleep 600", failure.Message);
        Assert.False(Directory.Exists(home.Root));
        Assert.True(left.WaitForExit(5_000));
    }

    [Fact]
    public void sees_a_process_that_shows_no_environment_by_what_it_has_open()
    {
        using var home = new TestHome { PatienceAtEnd = TimeSpan.FromMilliseconds(200) };
        using var bare = Programs.Start("/bin/sh", ["-c", $"exec env -i sleep 60 > '{home.Work}/log'"], new RunOptions());

        Until.True(() => home.Processes().Any(one => one.Pid == bare.Id && one.Name == "sleep"), TimeSpan.FromSeconds(60), "it is seen");

        home.KillEverything();
        Assert.True(bare.WaitForExit(5_000));
    }

    [Fact]
    public void says_what_was_seen_when_a_wait_fails()
    {
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(
            () => Until.True(() => false, TimeSpan.FromMilliseconds(30), "the moon is full", () => "a crescent"));

        Assert.Contains("the moon is full", failure.Message);
        Assert.Contains("a crescent", failure.Message);
    }

    [Fact]
    public void gives_a_shell_a_session_of_its_own()
    {
        using var home = new TestHome();
        using var shell = Shell.Start(home, "echo $$ > shell.pid; sleep 600");

        Assert.Equal(shell.Pid, home.PidIn("shell.pid"));
        Assert.Equal(shell.Pid, ProcFs.Look(shell.Pid)!.Session);
        shell.KillGroup();
        Assert.False(ProcFs.IsAlive(shell.Pid));
    }

    [Theory]
    [InlineData("4530  pidfd_send_signal(3, SIGCONT, NULL, 0) = 0")]
    [InlineData("4530  pidfd_send_signal(31, SIGTERM, NULL, 0 <unfinished ...>")]
    [InlineData("4530  kill(4571, SIGKILL)          = 0")]
    [InlineData("4530  kill(-4571, SIGKILL)         = -1 ESRCH (No such process)")]
    [InlineData("4530  tkill(4571, SIGTERM)         = 0")]
    [InlineData("4530  tgkill(4530, 4571, SIGTERM)  = 0")]
    public void sees_a_signal_in_a_line_of_strace(string line) => Assert.True(SignalCall.Sends(line));

    [Theory]
    [InlineData("4530  kill(4571, 0)               = 0")]
    [InlineData("4530  tkill(4571, 0)              = 0")]
    [InlineData("4530  tgkill(4530, 4571, 0)       = 0")]
    [InlineData("4530  pidfd_send_signal(3, 0, NULL, 0) = 0")]
    [InlineData("4530  tgkill(4530, 4571, SIGRTMIN) = 0")]
    [InlineData("4530  tgkill(4530, 4571, SIGRT_2) = 0")]
    [InlineData("4530  <... pidfd_send_signal resumed>) = 0")]
    [InlineData("4530  +++ killed by SIGKILL +++")]
    public void sees_none_where_a_line_of_strace_has_none(string line) => Assert.False(SignalCall.Sends(line));
}
