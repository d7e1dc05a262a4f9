using System.Diagnostics;
using Mill.Runs;
using Mill.Store;
using RangeLock = Mill.Platform.Posix.RangeLock;

namespace Mill.Tests.Store;

public sealed class A_lock_on_a_run : IDisposable
{
    readonly RunPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void C69_loses_no_change_of_four_processes_that_change_at_once()
    {
        RunPlace.Done([.. Enumerable.Range(0, 4).Select(_ => _place.Other("append", "50", "SIGTERM"))]);
        Assert.Equal(1 + 4 * 50, _place.Run.ReadSnapshot().Value!.Revision);
    }

    [Fact]
    public void C70_is_not_taken_from_a_holder_that_stands_still_and_who_waits_is_told_so()
    {
        var holder = Holder();
        Assert.True(Libc.Signal(holder.Id, Libc.Stop));
        foreach (var file in Directory.EnumerateFiles(_place.Run.Path)) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-2));

        Assert.Null(LockedRun.TryTake(_place.Run));
        var clock = Stopwatch.StartNew();
        var told = Record.Exception(() => LockedRun.Take(_place.Run).Dispose());
        Assert.False(holder.HasExited, "The holder is gone: somebody ended it.");
        var busy = Assert.IsType<MillException>(told);
        Assert.Equal((MillError.RunBusy, true), (busy.Code, busy.Message.Contains(_place.Run.Id.Text)));
        Assert.InRange(clock.Elapsed.TotalSeconds, 5, 20);

        Libc.Signal(holder.Id, Libc.Cont);
    }

    [Fact]
    public async Task is_waited_for_as_long_as_its_holder_gets_on()
    {
        var holder = Task.Factory.StartNew(HoldAndChange, TaskCreationOptions.LongRunning);
        Assert.True(Until.Holds(() => _place.Home.Platform.Locks.Ask(_place[FileNames.RunLock]).Held == Mill.Liveness.Sign.Yes, TimeSpan.FromSeconds(10)));
        (await Task.Run(() => LockedRun.Take(_place.Run)).WaitAsync(TimeSpan.FromSeconds(60))).Dispose();
        await holder;
    }

    // Longer than one who stands still is waited for.
    void HoldAndChange()
    {
        using var locked = LockedRun.Take(_place.Run);
        for (var number = 0; number < 3; number++)
        {
            Thread.Sleep(TimeSpan.FromSeconds(4));
            Assert.True(locked.Change(EventDraft.Of(new SignalIgnored("SIGHUP", null, null))));
        }
    }

    [Fact]
    public void C71_is_free_at_once_when_its_holder_is_killed()
    {
        var holder = Holder();
        Assert.Null(LockedRun.TryTake(_place.Run));
        holder.Kill();
        holder.WaitForExit();

        using var locked = LockedRun.TryTake(_place.Run);
        Assert.NotNull(locked);
    }

    [Fact]
    public void C71_is_not_held_by_a_file_that_a_crash_left()
    {
        File.WriteAllText(_place[FileNames.RunLock], "4711 of another boot\n");
        using var locked = LockedRun.TryTake(_place.Run);
        Assert.NotNull(locked);
    }

    [Fact]
    public async Task is_got_by_those_who_wait_in_the_order_in_which_they_came()
    {
        var locks = _place.Home.Platform.Locks;
        using var first = locks.TryQueue(_place[FileNames.RunLock])!;
        using var second = locks.TryQueue(_place[FileNames.RunLock])!;
        Assert.Equal((true, false), (first.IsFirst, second.IsFirst));
        var late = Task.Run(() => LockedRun.Take(_place.Run));
        Until.Stays(() => !late.IsCompleted, TimeSpan.FromMilliseconds(300), "who came later waits, though the lock is free");

        first.Dispose();
        Assert.True(second.IsFirst);
        Until.Stays(() => !late.IsCompleted, TimeSpan.FromMilliseconds(100), "who came last waits");
        second.Dispose();
        (await late).Dispose();
    }

    [Fact]
    public void has_no_line_where_a_stranger_has_locked_all_of_its_file()
    {
        using (LockedRun.Take(_place.Run)) { }
        using var stranger = File.OpenHandle(_place[FileNames.RunLock], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.True(RangeLock.TryTake(stranger, 0, RangeLock.ToTheEnd));

        Assert.Null(_place.Home.Platform.Locks.TryQueue(_place[FileNames.RunLock]));
        Assert.Null(LockedRun.TryTake(_place.Run));
        // Whoever waits asks again and again.
        var before = Libc.TimeOfThisThread();
        for (var time = 0; time < 100; time++) Assert.Null(_place.Home.Platform.Locks.TryQueue(_place[FileNames.RunLock]));
        Assert.InRange(Libc.TimeOfThisThread() - before, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
    }

    [Theory]
    [InlineData(0L, 1L), InlineData(0L, 1000L), InlineData(3L, 1L), InlineData(1000L, 1000L), InlineData(long.MaxValue - RangeLock.Far - 1, 1L)]
    public void has_its_next_place_right_behind_the_last_that_is_taken(long from, long length)
    {
        using (LockedRun.Take(_place.Run)) { }
        using var stranger = File.OpenHandle(_place[FileNames.RunLock], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.True(RangeLock.TryTake(stranger, RangeLock.Far + from, length));

        using var place = _place.Home.Platform.Locks.TryQueue(_place[FileNames.RunLock])!;

        Assert.True(RangeLock.TryAsk(stranger, RangeLock.Far, RangeLock.ToTheEnd, out var held));
        Assert.Equal(RangeLock.Far + from + length, held!.Value);
        Assert.False(place.IsFirst);
    }

    [Fact]
    public async Task is_not_kept_for_one_who_waits_and_never_takes_it()
    {
        using var stopped = _place.Home.Platform.Locks.TryQueue(_place[FileNames.RunLock]);
        (await Task.Run(() => LockedRun.Take(_place.Run)).WaitAsync(TimeSpan.FromSeconds(15))).Dispose();
    }

    [Fact]
    public async Task is_handed_on_to_who_waits()
    {
        var holder = Holder();
        var waiting = Task.Run(() => LockedRun.Take(_place.Run));
        Until.Stays(() => !waiting.IsCompleted, TimeSpan.FromMilliseconds(200), "it is waited for");
        holder.Kill();
        using var locked = await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void can_be_given_up_on()
    {
        Holder();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        Assert.Throws<OperationCanceledException>(() => LockedRun.Take(_place.Run, stop.Token));
    }

    [Fact]
    public void of_a_run_that_is_not_there_makes_nothing()
    {
        Directory.Delete(_place.Run.Path, recursive: true);
        Assert.Equal(MillError.RunNotFound, Assert.Throws<MillException>(() => LockedRun.TryTake(_place.Run)).Code);
        Assert.False(Directory.Exists(_place.Run.Path));
    }

    Process Holder()
    {
        var holder = _place.Other("hold-run");
        Assert.Equal("held", holder.StandardOutput.ReadLine());
        return holder;
    }
}
