using Mill.Platform;
using Mill.Store;

namespace Mill.Queue;

/// <summary>A queue whose lock we hold: who may start is decided by one at a time.</summary>
internal sealed class LockedQueue : IDisposable
{
    /// <summary>How long one waits for it.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30), PatienceOfWorkers = TimeSpan.FromMinutes(10);

    readonly IPlatform _platform;
    readonly KernelLock _lock;
    readonly IDisposable _keys;

    LockedQueue(IPlatform platform, KernelLock taken, IDisposable keys) => (_platform, _lock, _keys) = (platform, taken, keys);

    /// <summary>Takes the lock, in turn with others who wait for it. Makes the queue where it is missing.</summary>
    public static LockedQueue Take(QueueFolder queue, TimeSpan? patience = null) => Wait(queue, makes: true, patience)!;

    /// <summary>The same for who brings nothing into the queue; null where it is missing, also when it was removed while it was waited for.</summary>
    public static LockedQueue? TakeIfThere(QueueFolder queue, TimeSpan? patience = null) => Wait(queue, makes: false, patience);

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        _platform.Locks.Release(_lock);
        _keys.Dispose();
    }

    static LockedQueue? Wait(QueueFolder queue, bool makes, TimeSpan? patience)
    {
        var platform = queue.Home.Platform;
        var since = platform.Clock.GetTimestamp();
        using var line = new LockLine(platform, queue[FileNames.QueueLock]);
        while (true)
        {
            var waited = platform.Clock.GetElapsedTime(since);
            if (line.MayTry(waited) && TryTake(queue, makes) is { } taken) return taken;
            if (!makes && !queue.Exists) return null;
            if (waited > (patience ?? UsualPatience))
                throw new MillException(MillError.RunBusy, $"Queue {queue.Name} is being changed by another process that does not let go; it may be soon. Try: mill queue ls", queue.Name);
            platform.Pause(line.Pause());
        }
    }

    static LockedQueue? TryTake(QueueFolder queue, bool makes)
    {
        var platform = queue.Home.Platform;
        var keys = platform.HoldStopKeys();
        KernelLock? taken = null;
        try
        {
            if (makes) queue.Prepare();
            taken = platform.Locks.TryTake(queue[FileNames.QueueLock], create: true);
            if (taken is null) return null;
            queue.Prepare(); // Whoever held it before may have removed the queue,
            platform.Files.Delete(queue[FileNames.QueueSettings] + FileNames.StageSuffix); // or was ended while it changed it.
            Steps.Reached("queue.locked");
            var locked = new LockedQueue(platform, taken, keys);
            (taken, keys) = (null, null!);
            return locked;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // The queue is just being removed.
        }
        finally
        {
            if (taken is not null) platform.Locks.Release(taken);
            keys?.Dispose();
        }
    }
}
