using Mill.Platform;

namespace Mill.Tests.Platform;

/// <summary>On Linux.</summary>
public sealed class Launching_a_worker_on_Linux : WorkerLaunchContract
{
    // All but ILL, TRAP, ABRT, BUS, FPE, KILL, SEGV, STOP, and 32 to 35.
    const string Held = "fffffff87ffbfa7f";

    [Theory, InlineData(true), InlineData(false)]
    public void Signals_are_held_from_before_the_first_instruction(bool launcherExits)
    {
        using var folder = new Folder();
        using var worker = new Worker(Current.Platform, folder, ["tell-inheritance"], launcherExits);
        var told = worker.Answer();
        Assert.Contains($"before SigBlk={Held}", told);
        Assert.Contains($"SigBlk={Held}", told);
    }

    [Theory]
    [InlineData(0x0009, "it was ended by SIGKILL")]
    [InlineData(0x0200, "it ended with 2")]
    public void How_the_shell_between_ended_is_said_in_words(int raw, string words) => Assert.Equal(words, new Mill.Platform.Posix.ExitStatus(raw).Words);

    [Fact]
    public void Nothing_is_ignored_but_a_broken_pipe()
    {
        using var folder = new Folder();
        using var worker = new Worker(Current.Platform, folder, ["tell-inheritance"]);
        Assert.Contains("SigIgn=0000000000001000", worker.Answer());
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_worker_has_the_environment_it_was_given_and_no_other(bool launcherExits)
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, ["tell-inheritance"], launcherExits);
        // A shell between adds PWD, and some _ or OLDPWD and SHLVL.
        var variables = worker.Answer().Single(line => line.StartsWith("variables=")).Split('=')[1].Split(' ');
        Assert.Equal(folder.Root, variables[1]);
        Assert.InRange(int.Parse(variables[0]), 3, launcherExits ? 3 : 7);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_worker_leads_a_session_of_its_own_in_the_root_folder(bool launcherExits)
    {
        var told = TellAll(launcherExits);
        Assert.Equal(Value(told, "pid"), Value(told, "session"));
        Assert.Equal("/", Value(told, "folder"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_worker_has_nothing_open_that_it_was_not_given(bool launcherExits)
    {
        using var leaked = File.Open("/dev/zero", FileMode.Open);
        Libc.LetInherit(leaked.SafeFileHandle);
        var told = TellAll(launcherExits);
        Assert.Equal("/dev/null", Value(told, "0"));
        Assert.Equal("/dev/null", Value(told, "1"));
        Assert.EndsWith("worker.log", Value(told, "2"));
        Assert.DoesNotContain("/dev/zero", Value(told, "open"));
    }

    [Fact]
    public void A_worker_that_does_not_come_up_answers_nothing_and_leaves_its_words_in_the_log()
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, [], path: folder["missing"]);
        Assert.Empty(worker.Answer());
        Until.True(() => File.ReadAllText(worker.LogPath).Contains("missing"), s_patience, "the shell's words are in the log");
    }

    string[] TellAll(bool launcherExits)
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, ["tell-inheritance"], launcherExits);
        var told = worker.Answer();
        return told.Length > 0 ? told : throw new InvalidOperationException(File.ReadAllText(worker.LogPath));
    }
}
