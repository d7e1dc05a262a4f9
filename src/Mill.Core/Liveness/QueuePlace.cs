using System.Globalization;
using Mill.Runs;
using Mill.Store;

namespace Mill.Liveness;

/// <summary>Where a run waits that was not launched yet.</summary>
/// <param name="Queue">Its queue; null for one that only waits for other runs.</param>
/// <param name="Number">Its place in line, from 1; null once it has a slot.</param>
/// <param name="Paused">Whether nothing of that queue is started for now.</param>
/// <param name="After">The runs that it waits for.</param>
public sealed record QueuePlace(string? Queue, int? Number, bool Paused, IReadOnlyList<string> After)
{
    /// <summary>The place of a run that is pending; null when it waits nowhere.</summary>
    internal static QueuePlace? Of(RunFolder folder, RunRecord? record)
    {
        if (record is not { Status: RunStatus.Pending, Spec: { CanWait: true, Queue: { } asked } }) return null;
        var (queue, marker) = (QueueFolder.Of(folder.Home, asked), QueueMarker.Of(folder.Id, asked));
        // It may get its slot, and lose it again, while it is looked for.
        var waiting = queue.FindWaiting(marker);
        if (waiting is null && !queue.HasSlot(marker) && (waiting = queue.FindWaiting(marker)) is null) return null;
        return new QueuePlace(
            asked.Name,
            waiting is null ? null : queue.CountBefore(marker) + 1,
            queue.HasName && queue.ReadSettings().Paused,
            waiting is { WaitsForOthers: true } ? asked.After : []);
    }

    /// <summary>The place in words.</summary>
    public override string ToString() => (Queue, After.Count) switch
    {
        (null, 0) => "waits to be launched",
        (null, _) => $"waits for {string.Join(", ", After)}",
        (_, 0) => InQueue,
        _ => $"{InQueue}, and for {string.Join(", ", After)}",
    };

    string InQueue => $"waits in queue {Queue}{(Paused ? " (paused)" : "")}, {(Number is { } place ? Ordinal(place) : "to be launched")}";

    static string Ordinal(int number) => string.Create(CultureInfo.InvariantCulture, $"{number}{(number % 100 is >= 11 and <= 13 ? "th" : (number % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    })}");
}
