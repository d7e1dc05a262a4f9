using Mill.Liveness;
using Mill.Platform;

namespace Mill.Tests.Platform;

/// <summary>What launching a worker must do on every system.</summary>
public abstract class WorkerLaunchContract
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    readonly IPlatform _platform = Current.Platform;

    [Theory, InlineData(true), InlineData(false)]
    public void A_worker_is_told_its_orders_and_answers(bool launcherExits)
    {
        var told = Tell(launcherExits, "one\ntwo");
        Assert.Contains("orders=one", told);
        Assert.Contains("two", told);
        Assert.Contains("arguments=a b|$HOME|'\"", told);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_worker_has_the_environment_it_was_given_and_no_other(bool launcherExits)
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, ["tell-inheritance"], launcherExits);
        // A shell between adds PWD, and some _ or OLDPWD and SHLVL.
        var variables = worker.Answer().Single(line => line.StartsWith("variables=")).Split('=')[1].Split(' ');
        Assert.Equal(folder.Root, variables[1]);
        Assert.InRange(int.Parse(variables[0]), 2, launcherExits ? 2 : 6);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_worker_leads_a_session_of_its_own_in_the_root_folder(bool launcherExits)
    {
        var told = Tell(launcherExits);
        Assert.Equal(Value(told, "pid"), Value(told, "session"));
        Assert.Equal("/", Value(told, "folder"));
    }

    [Fact]
    public void A_worker_is_nobodys_child() =>
        Assert.NotEqual($"{Environment.ProcessId}", Value(Tell(launcherExits: false), "parent"));

    [Fact]
    public void A_launcher_that_exits_is_spared_the_process_between() =>
        Assert.Equal($"{Environment.ProcessId}", Value(Tell(launcherExits: true), "parent"));

    [Theory, InlineData(true), InlineData(false)]
    public void A_worker_has_nothing_open_that_it_was_not_given(bool launcherExits)
    {
        using var leaked = File.Open("/dev/zero", FileMode.Open);
        Libc.LetInherit(leaked.SafeFileHandle);
        var told = Tell(launcherExits);
        Assert.Equal("/dev/null", Value(told, "0"));
        Assert.Equal("/dev/null", Value(told, "1"));
        Assert.EndsWith("worker.log", Value(told, "2"));
        Assert.DoesNotContain("/dev/zero", Value(told, "open"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_worker_holds_its_lock_until_it_is_killed(bool launcherExits)
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, ["hold-life"], launcherExits).Ready();
        Assert.Equal(new LockAnswer(Sign.Yes, null), _platform.Locks.Ask(worker.LockPath, worker.Lock));
        using (var handle = _platform.Processes.Open(_platform.Processes.Look(worker.Pid)!.Identity)!)
        {
            handle.Send(StopSignal.Kill);
            Assert.True(handle.WaitForExit(s_patience));
        }
        Until.True(() => _platform.Locks.Ask(worker.LockPath, worker.Lock).Held == Sign.No, s_patience, "the lock is free");
    }

    [Fact]
    public void A_worker_knows_which_file_its_lock_is()
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, ["tell-inheritance"]);
        Assert.Contains($"lock={worker.Lock.Inode}", worker.Answer());
    }

    [Fact]
    public void A_worker_that_does_not_come_up_answers_nothing_and_leaves_its_words_in_the_log()
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, [], path: folder["missing"]);
        Assert.Empty(worker.Answer());
        Until.True(() => File.ReadAllText(worker.LogPath).Contains("missing"), s_patience, "the shell's words are in the log");
    }

    [Fact]
    public void A_missing_executable_is_said_at_once_where_nothing_is_between()
    {
        using var folder = new Folder();
        var failure = Assert.Throws<MillException>(() => new Worker(_platform, folder, [], launcherExits: true, path: folder["missing"]));
        Assert.Equal(MillError.WorkerNotFound, failure.Code);
    }

    [Fact]
    public void Telling_a_worker_that_is_gone_fails_and_does_not_end_the_launcher()
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, [], path: folder.Script("gone", "exit 0"));
        Assert.Empty(System.Text.Encoding.UTF8.GetString(worker.Link.ReceiveAll()));
        Assert.Throws<IOException>(() => worker.Link.Send(new byte[1 << 20]));
    }

    string[] Tell(bool launcherExits, string orders = "")
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, ["tell-inheritance", "a b", "$HOME", "'\""], launcherExits);
        var told = worker.Answer(orders);
        return told.Length > 0 ? told : throw new InvalidOperationException(File.ReadAllText(worker.LogPath));
    }

    static string Value(string[] told, string name) =>
        told.Single(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
}

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

    [Fact]
    public void Nothing_is_ignored_but_a_broken_pipe()
    {
        using var folder = new Folder();
        using var worker = new Worker(Current.Platform, folder, ["tell-inheritance"]);
        Assert.Contains("SigIgn=0000000000001000", worker.Answer());
    }
}
