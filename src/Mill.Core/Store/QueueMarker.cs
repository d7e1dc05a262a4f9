using System.Globalization;
using Mill.Runs;

namespace Mill.Store;

/// <summary>The name of a file that stands for a run in its queue: such names sort by priority, then by arrival.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Id">Which run.</param>
internal sealed record QueueMarker(string Name, RunId Id)
{
    const string AfterSuffix = ".after";
    const long TicksPerMicrosecond = 10;

    /// <summary>Whether other runs have to be over before.</summary>
    public bool WaitsForOthers => IsOfOneThatWaitsForOthers(Name);

    /// <summary>The same for a run that waits for nobody any more.</summary>
    public QueueMarker Free => WaitsForOthers ? this with { Name = Name[..^AfterSuffix.Length] } : this;

    /// <summary>Whether a marker of that name says that other runs have to be over before.</summary>
    public static bool IsOfOneThatWaitsForOthers(string name) => name.EndsWith(AfterSuffix, StringComparison.Ordinal);

    /// <summary>The marker of a run.</summary>
    public static QueueMarker Of(RunId id, RunQueue queue)
    {
        var arrival = (queue.Since - DateTimeOffset.UnixEpoch).Ticks / TicksPerMicrosecond;
        return new(string.Create(CultureInfo.InvariantCulture,
            $"{RunQueue.HighestPriority - queue.Priority:D3}-{Math.Max(0, arrival):D16}-{id}{(queue.After.Count > 0 ? AfterSuffix : "")}"), id);
    }

    /// <summary>Reads one; null for the name of something else.</summary>
    public static QueueMarker? Read(string name) =>
        new QueueMarker(name, default).Free.Name is { Length: > RunId.Length } key && RunId.TryParse(key[^RunId.Length..], out var id) ? new(name, id) : null;
}
