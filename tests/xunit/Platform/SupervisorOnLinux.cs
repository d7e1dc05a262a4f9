using Mill.Platform;

namespace Mill.Tests.Platform;

/// <summary>On Linux.</summary>
public sealed class Supervising_on_Linux : SupervisorContract
{
    static readonly (int Number, string Name)[] s_heard =
        [(1, "SIGHUP"), (2, "SIGINT"), (3, "SIGQUIT"), (10, "SIGUSR1"), (14, "SIGALRM"), (15, "SIGTERM"), (20, "SIGTSTP")];

    [Fact]
    public void A_process_has_every_signal_at_its_default_and_none_blocked()
    {
        using var folder = new Folder();
        SuperviseIn(folder, ["/bin/sh", "-c", "grep -E 'SigBlk|SigIgn' /proc/self/status"]);
        Assert.Equal("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n", File.ReadAllText(folder["output"]));
    }

    [Fact]
    public void It_tells_the_signal() => Assert.Contains("exited launched  SIGKILL 9", Script("kill -9 $$"));

    [Fact]
    public void It_adopts_and_awaits_orphans_that_began_a_session_of_their_own() =>
        Assert.Contains("exited adopted 3  ", Script("setsid sh -c 'sleep 0.2; exit 3' & exit 0"));

    [Fact]
    public void A_process_gets_the_name_the_arguments_and_the_environment_that_were_given()
    {
        using var folder = new Folder();
        SuperviseIn(folder, ["/bin/sh", "-c", "echo \"$1|$2|$#\"; env", "sh", "a b", "$(id)"], environment: ["A=1", "B=x y"]);
        var output = File.ReadAllLines(folder["output"]);
        Assert.Equal("a b|$(id)|2", output[0]);
        Assert.Contains("A=1", output);
        Assert.Contains("B=x y", output);
        Assert.DoesNotContain(output, line => line.StartsWith("MILL_", StringComparison.Ordinal));
    }

    [Fact]
    public void A_process_leads_a_session_and_has_nothing_open_but_its_three_streams()
    {
        using var folder = new Folder();
        SuperviseIn(folder, ["/bin/sh", "-c", "echo $$; cut -d' ' -f6 /proc/$$/stat; echo /proc/$$/fd/*"]);
        var output = File.ReadAllLines(folder["output"]);
        Assert.Equal(output[0], output[1]);
        // The fourth is the folder that the shell lists.
        Assert.Equal(string.Join(' ', Enumerable.Range(0, 4).Select(number => $"/proc/{output[0]}/fd/{number}")), output[2]);
    }

    [Fact]
    public void A_processs_soft_limit_of_open_files_is_as_asked()
    {
        using var folder = new Folder();
        SuperviseIn(folder, ["/bin/sh", "-c", "ulimit -Sn"], openFiles: 300);
        Assert.Equal("300\n", File.ReadAllText(folder["output"]));
    }

    [Fact]
    public void A_program_without_a_first_line_that_says_what_runs_it_fails_in_words()
    {
        using var folder = new Folder();
        File.SetUnixFileMode(folder.File("plain", "echo x\n"), (UnixFileMode)0x1ED);
        Assert.Matches("^failed SpawnFailed .*ENOEXEC.*no #! line", Assert.Single(SuperviseIn(folder, [folder["plain"]]), IsFailure));
    }

    [Fact]
    public void A_missing_interpreter_is_told_from_a_missing_file()
    {
        using var folder = new Folder();
        File.SetUnixFileMode(folder.File("script", "#!/no/such/interpreter\n"), (UnixFileMode)0x1ED);
        Assert.Contains("interpreter", Assert.Single(SuperviseIn(folder, [folder["script"]]), IsFailure));
        Assert.Contains("there is no such file", Assert.Single(SuperviseIn(folder, [folder["missing"]]), IsFailure));
    }

    [Fact]
    public void A_file_that_is_not_executable_fails_in_words()
    {
        using var folder = new Folder();
        File.SetUnixFileMode(folder.File("plain", "#!/bin/sh\n"), (UnixFileMode)0x1A4);
        Assert.Contains("EACCES", Assert.Single(SuperviseIn(folder, [folder["plain"]]), IsFailure));
    }

    [Fact]
    public void Arguments_that_are_too_long_fail_in_words()
    {
        using var folder = new Folder();
        var tooLong = new string('x', (int)_platform.Processes.ArgumentLimits().One);
        Assert.Contains("E2BIG", Assert.Single(SuperviseIn(folder, ["/bin/echo", tooLong]), IsFailure));
        Assert.Contains("exited launched 0  ", SuperviseIn(folder, ["/bin/echo", tooLong[..^1]]));
    }

    [Fact]
    public void Signals_are_heard_with_their_sender_and_end_nothing()
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, ["hear-signals"]).Ready();
        foreach (var (number, name) in s_heard)
        {
            Assert.True(Libc.Signal(worker.Pid, number));
            Assert.Equal($"{name} {Environment.ProcessId} {_platform.Machine.UserId}", worker.Line());
        }
    }

    [Fact]
    public void Harmless_signals_are_not_told()
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, ["hear-signals"]).Ready();
        foreach (var harmless in new[] { 13, 17, 18, 23, 28 }) Assert.True(Libc.Signal(worker.Pid, harmless));
        Assert.True(Libc.Signal(worker.Pid, Libc.Term));
        Assert.StartsWith("SIGTERM", worker.Line());
    }

    [Fact]
    public void A_limit_says_by_what_means_it_is_held()
    {
        using var folder = new Folder();
        var told = SuperviseIn(folder, ["/bin/sh", "-c", "nproc"], bytes: 512 * Megabyte, processors: 1);
        var means = told.Single(line => line.StartsWith("limits"));
        Assert.Matches("Memory = (cgroup|systemd|watched), Cpu = (cgroup|systemd|affinity)", means);
        if (means.Contains("affinity")) Assert.Equal("1\n", File.ReadAllText(folder["output"]));
    }

    string[] Script(string script)
    {
        using var folder = new Folder();
        return SuperviseIn(folder, ["/bin/sh", "-c", script]);
    }
}
