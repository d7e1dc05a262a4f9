using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Queue;

/// <summary>Changes what holds for queues, and removes them.</summary>
internal sealed class QueueChange(HomeFolder home)
{
    /// <summary>Sets a queue, which is made where it is missing.</summary>
    public void Set(string name, QueueRequest request)
    {
        QueueCheck.CheckName(name);
        QueueCheck.CheckParallel(request.Parallel);
        home.Prepare();
        var queue = new QueueFolder(home, name);
        using var locked = LockedQueue.Take(queue);
        var settings = queue.ReadSettings();
        queue.Write(settings with
        {
            Parallel = request.Unlimited ? null : request.Parallel ?? settings.Parallel,
            Paused = request.Paused ?? settings.Paused,
        });
        Steps.Reached("queue.set");
    }

    /// <summary>Removes a queue that nobody is in.</summary>
    public void Remove(string name)
    {
        QueueCheck.CheckName(name);
        home.CheckOwner();
        var queue = new QueueFolder(home, name);
        if (!queue.Exists) throw QueueList.Missing(name);
        var (files, aside) = (home.Platform.Files, Path.Combine(home.Queues, FileNames.RemovedPrefix + name));
        files.DeleteTree(aside); // Of a removal that was cut short.
        using (LockedQueue.TakeIfThere(queue) ?? throw QueueList.Missing(name))
        {
            Clear(queue);
            if (files.MovesFoldersInUse) files.Move(queue.Path, aside);
        }
        // Elsewhere the lock's own file is in the way; so is that of whoever begins to change the queue after it was given back.
        if (!files.MovesFoldersInUse) files.Move(queue.Path, aside);
        Steps.Reached("queue.removed");
        files.DeleteTree(aside);
    }

    // What is over is no reason to keep it; whoever waits or runs is.
    void Clear(QueueFolder queue)
    {
        var view = new QueueList(home).Get(queue.Name);
        if (view.Running.Count + view.Waiting.Count > 0)
            throw new MillException(MillError.QueueNotEmpty,
                $"Queue {queue.Name} is not empty: {string.Join(", ", view.Running.Concat(view.Waiting.Select(one => one.Id)).Take(5))}. Wait for its runs, or stop them. Try: mill stop ID", queue.Name);
    }
}
