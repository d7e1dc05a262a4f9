using System.Management.Automation;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>One thing that a watch saw.</summary>
public abstract class MillItem : INamesRun
{
    private protected MillItem(WatchItem item, string home) => (Id, Home, At, Channel) = (item.Id, home, item.At?.LocalDateTime, item.Channel);

    /// <summary>Which run.</summary>
    public string Id { get; }
    /// <summary>When; output has no times.</summary>
    public DateTime? At { get; }
    /// <summary>What it is: <c>event</c>, <c>out</c>, <c>err</c> or <c>note</c>.</summary>
    public string Channel { get; }
    /// <summary>Which attempt it is about, such as <c>build.2</c>; null where it is about the whole run.</summary>
    public string? Spawn { get; private protected init; }
    /// <summary>Which task it is about; null where it is about the whole run.</summary>
    public string? Task { get; private protected init; }
    /// <summary>What there is to read.</summary>
    public abstract string Text { get; }
    /// <summary>The home that the run is in.</summary>
    public string Home { get; }

    /// <summary>What there is to read.</summary>
    public override string ToString() => Text;

    private protected static string? TaskOf(string? spawn) => SpawnId.TryParse(spawn, out var id) ? id.Task : null;

    /// <summary>The item as PowerShell shows it.</summary>
    internal static MillItem Of(WatchItem item, string home) => item switch
    {
        { Event: { } seen } => new MillEvent(item, seen, home),
        { Spawn: { } spawn, Channel: not "note" } => new MillLine(item, spawn, home),
        _ => new MillNote(item, home),
    };
}

/// <summary>Something that happened to a run.</summary>
public sealed class MillEvent : MillItem
{
    internal MillEvent(WatchItem item, RunEvent seen, string home) : base(item, home)
    {
        (Type, Generation, Sequence, Payload) = (seen.Type, seen.Generation, seen.Sequence, Particulars.Of(seen.Payload));
        Spawn = Payload.Properties["spawnId"]?.Value as string;
        Task = Payload.Properties["task"]?.Value as string ?? TaskOf(Spawn);
    }

    /// <summary>What happened, such as <c>run:complete</c>.</summary>
    public string Type { get; }
    /// <summary>In which life of the run.</summary>
    public int Generation { get; }
    /// <summary>Its place among all events of the run.</summary>
    public long Sequence { get; }
    /// <summary>The particulars.</summary>
    public PSObject Payload { get; }
    /// <inheritdoc/>
    public override string Text => Particulars.Sentence(Type, Payload);
}

/// <summary>A line that a process wrote.</summary>
public sealed class MillLine : MillItem
{
    internal MillLine(WatchItem item, string spawn, string home) : base(item, home) => (Spawn, Task, Text) = (spawn, TaskOf(spawn), item.Line ?? "");

    /// <inheritdoc/>
    public override string Text { get; }
}

/// <summary>Something that the watch itself has to say.</summary>
public sealed class MillNote : MillItem
{
    internal MillNote(WatchItem item, string home) : base(item, home) => (Spawn, Task, Text) = (item.Spawn, TaskOf(item.Spawn), item.Line ?? "");

    /// <inheritdoc/>
    public override string Text { get; }
}
