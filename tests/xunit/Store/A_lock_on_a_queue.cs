using System.Collections.Concurrent;
using System.Globalization;
using Mill.Liveness;
using Mill.Platform;
using Mill.Queue;
using Mill.Store;

namespace Mill.Tests.Store;

/// <summary>The lock under which is decided who may start, and those who wait for it.</summary>
public sealed class A_lock_on_a_queue : IDisposable
{
    const int Many = 40;

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

    // The first number is the time on a processor, in nanoseconds.
    static TimeSpan Spent(IEnumerable<string> threads) =>
        TimeSpan.FromMicroseconds(threads.Sum(thread => long.Parse(File.ReadAllText($"/proc/{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)) / 1000);
}
