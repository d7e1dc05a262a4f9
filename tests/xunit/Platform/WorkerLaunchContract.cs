using Mill.Liveness;
using Mill.Platform;

namespace Mill.Tests.Platform;

/// <summary>What launching a worker must do on every system.</summary>
public abstract class WorkerLaunchContract
{
    private protected static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private protected readonly IPlatform _platform = Current.Platform;

    [Theory, InlineData(true), InlineData(false)]
    public void A_worker_is_told_its_orders_and_answers(bool launcherExits)
    {
        var told = Tell(launcherExits, "one\ntwo");
        Assert.Contains("orders=one", told);
        Assert.Contains("two", told);
        Assert.Contains("arguments=a b|$HOME|'\"\\\"|c\\", told);
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
    public void C03_a_worker_is_nobodys_child() =>
        Assert.NotEqual($"{Environment.ProcessId}", Value(Tell(launcherExits: false), "parent"));

    [Fact]
    public void A_launcher_that_exits_is_spared_the_process_between() =>
        Assert.Equal($"{Environment.ProcessId}", Value(Tell(launcherExits: true), "parent"));

    [Fact]
    public void A_worker_knows_which_file_its_lock_is()
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, ["tell-orders"]);
        Assert.Contains($"lock={worker.Lock.Inode}", worker.Answer());
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
        using var worker = new Worker(_platform, folder, ["exit", "0"]);
        Assert.Empty(System.Text.Encoding.UTF8.GetString(worker.Link.ReceiveAll()));
        Assert.Throws<IOException>(() => worker.Link.Send(new byte[1 << 20]));
    }

    string[] Tell(bool launcherExits, string orders = "")
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, ["tell-orders", "a b", "$HOME", "'\"\\\"", "c\\"], launcherExits);
        var told = worker.Answer(orders);
        return told.Length > 0 ? told : throw new InvalidOperationException(File.ReadAllText(worker.LogPath));
    }

    private protected static string Value(string[] told, string name) =>
        told.Single(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
}
