using System.Collections.Concurrent;
using System.Globalization;
using Mill.Liveness;
using Mill.Platform;
using Mill.Queue;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.Store;

/// <summary>The lock under which is decided who may start, and those who wait for it.</summary>
public sealed class A_lock_on_a_queue : IDisposable
{
    const int Many = 40;
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    readonly RunPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void that_very_many_have_waited_for_longer_than_is_usual_costs_them_next_to_nothing()
    {
        var queue = new QueueFolder(_place.Home, "line");
        var (held, waiting, failures) = (LockedQueue.Take(queue), new ConcurrentBag<string>(), new ConcurrentBag<Exception>());
        var threads = Enumerable.Range(0, Many).Select(_ => new Thread(() =>
        {
            waiting.Add(new FileInfo("/proc/thread-self").LinkTarget!);
            // What a thread throws ends everybody.
            try { LockedQueue.Take(queue, TimeSpan.FromMinutes(5)).Dispose(); }
            catch (MillException refused) { failures.Add(refused); }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        Until.True(() => waiting.Count == Many, TimeSpan.FromSeconds(60), "all wait");
        Thread.Sleep(TimeSpan.FromSeconds(6));

        var spent = Enumerable.Range(0, 3).Min(_ => SpentInASecond(waiting));

        held.Dispose();
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60))));
        Assert.Empty(failures);
        Assert.InRange(spent.TotalSeconds, 0, 0.5);
    }

    static TimeSpan SpentInASecond(IReadOnlyCollection<string> threads)
    {
        var before = Spent(threads);
        Thread.Sleep(TimeSpan.FromSeconds(1));
        return Spent(threads) - before;
    }

    [Fact]
    public void is_given_back_where_the_queue_cannot_be_prepared()
    {
        var queue = new QueueFolder(_place.Home, "line");
        LockedQueue.Take(queue).Dispose();
        Directory.CreateDirectory(queue[FileNames.QueueSettings] + FileNames.StageSuffix);

        Assert.ThrowsAny<IOException>(() => LockedQueue.Take(queue));

        Assert.Equal(Sign.No, Current.Platform.Locks.Ask(queue[FileNames.QueueLock]).Held);
    }

    [Fact]
    public async Task is_got_by_nobody_who_only_hands_on_once_the_queue_was_removed()
    {
        var queue = new QueueFolder(_place.Home, "line");
        await WhileItIsRemoved(queue, new Dispatcher(_place.Home, new MillOptions(), exits: true).HandOn);
        Assert.False(Directory.Exists(queue.Path));
    }

    [Fact]
    public async Task is_got_by_nobody_who_would_remove_the_queue_once_that_was_done()
    {
        var queue = new QueueFolder(_place.Home, "line");
        var refused = await Assert.ThrowsAsync<MillException>(() => WhileItIsRemoved(queue, () => new QueueChange(_place.Home).Remove("line")));
        Assert.Equal(MillError.QueueNotFound, refused.Code);
        Assert.False(Directory.Exists(queue.Path));
    }

    [Fact]
    public async Task is_got_on_a_new_queue_by_who_sets_one_that_was_removed()
    {
        var queue = new QueueFolder(_place.Home, "line");
        await WhileItIsRemoved(queue, () => new QueueChange(_place.Home).Set("line", new QueueRequest { Parallel = 7 }));
        Assert.Equal((true, 7), (queue.IsEmpty, queue.ReadSettings().Parallel));
    }

    // As another process does that has taken note of the last run in it.
    async Task WhileItIsRemoved(QueueFolder queue, Action waits)
    {
        Task waiting;
        using (LockedQueue.Take(queue))
        {
            queue.Place(QueueMarker.Of(_place.Run.Id, new RunQueue { Name = queue.Name }));
            waiting = Task.Run(waits);
            Until.True(() => IsWaitedFor(queue), s_patience, "it is waited for");
            Directory.Move(queue.Path, Path.Combine(_place.Home.Queues, FileNames.RemovedPrefix + queue.Name));
        }
        await waiting.WaitAsync(s_patience);
    }

    static bool IsWaitedFor(QueueFolder queue)
    {
        using var behind = Current.Platform.Locks.TryQueue(queue[FileNames.QueueLock]);
        return behind is { IsFirst: false };
    }

    // The first number is the time on a processor, in nanoseconds.
    static TimeSpan Spent(IEnumerable<string> threads) =>
        TimeSpan.FromMicroseconds(threads.Sum(thread => long.Parse(File.ReadAllText($"/proc/{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)) / 1000);
}
