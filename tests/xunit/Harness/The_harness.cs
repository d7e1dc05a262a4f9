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
}
