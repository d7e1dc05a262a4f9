using Mill.Runs;
using Mill.Store;

namespace Mill.Queue;

/// <summary>Tells of queues. Reads only.</summary>
internal sealed class QueueList(HomeFolder home)
{
    /// <summary>Every queue of the home, by name.</summary>
    public IEnumerable<QueueView> All()
    {
        home.CheckOwner();
        return QueueFolder.All(home).Where(queue => queue.HasName && queue.Exists).Select(View);
    }

    /// <summary>One of them.</summary>
    public QueueView Get(string name)
    {
        QueueCheck.CheckName(name);
        home.CheckOwner();
        var queue = new QueueFolder(home, name);
        return queue.Exists ? View(queue) : throw Missing(name);
    }

    /// <summary>The error for a queue that is not there.</summary>
    public static MillException Missing(string name) => new(MillError.QueueNotFound, $"There is no queue '{name}'. Try: mill queue ls", name);

    QueueView View(QueueFolder queue)
    {
        var settings = queue.ReadSettings();
        // A run that was given a slot and never launched waits, as far as anybody outside can tell.
        var slots = queue.Slots().ToLookup(slot => Standings.Of(home.Run(slot.Id)));
        var waits = slots[Standing.NeverLaunched].Concat(queue.Waits()).DistinctBy(marker => marker.Id).OrderBy(marker => marker.Free.Name, StringComparer.Ordinal);
        return new QueueView
        {
            Name = queue.Name,
            Parallel = settings.Parallel,
            Paused = settings.Paused,
            Running = [.. slots[Standing.Held].Concat(slots[Standing.Broken]).Select(slot => slot.Id.Text).Order(StringComparer.Ordinal)],
            Waiting = [.. waits.Select(Waiting).OfType<WaitingRun>()],
        };
    }

    WaitingRun? Waiting(QueueMarker marker) =>
        home.Run(marker.Id).ReadRecord().Value is { Status: RunStatus.Pending, Spec.Queue: { } asked } ? new WaitingRun(marker.Id.Text, asked.Priority, asked.After) : null;
}
