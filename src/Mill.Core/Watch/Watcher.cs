using Mill.Json;
using Mill.Liveness;
using Mill.Logs;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Watch;

/// <summary>Tells what happened to a run and what happens, from any process, until it is over or its worker gone.</summary>
internal sealed class Watcher(RunFolder folder, WatchRequest request)
{
    static readonly TimeSpan s_slowPoll = TimeSpan.FromSeconds(2);

    readonly Dictionary<SpawnId, LogStreams> _streams = [];
    readonly IFiles _files = folder.Platform.Files;

    /// <summary>Events and lines in order: what a process wrote comes before its end.</summary>
    public IEnumerable<WatchItem> Watch(CancellationToken stop)
    {
        folder.Require();
        using var changes = folder.Platform.Watch([folder.Path, folder[FileNames.Logs]]);
        using var worker = new WorkerHandle(folder);
        using var events = new EventTail(folder);
        var silent = !request.Replay;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var truth = Viewer.Look(folder); // Asked before the last reading, so that nothing before the end is missed.
                foreach (var one in events.Next())
                {
                    foreach (var item in Tell(one, silent)) yield return item;
                    if (EventTypes.EndOf(one.Type) is not null && one.Generation == truth.Generation) yield break;
                }
                foreach (var item in Lines()) yield return item;
                silent = false;
                if (truth.EffectiveStatus == EffectiveStatus.Lost) yield return Note(truth);
                // An end that is in no event: the log, or this reading of it, has lost it.
                if (truth.EffectiveStatus == EffectiveStatus.Lost || IsEnded(truth) || truth is { Mismatch: true, EffectiveStatus: >= EffectiveStatus.Complete }) yield break;
                changes.Wait(worker.Open(), s_slowPoll, stop);
            }
        }
        finally
        {
            foreach (var streams in _streams.Values) streams.Dispose();
        }
    }

    static bool IsEnded(Run truth) => truth.EffectiveStatus is EffectiveStatus.Complete or EffectiveStatus.Failed or EffectiveStatus.Cancelled;

    IEnumerable<WatchItem> Tell(RunEvent one, bool silent)
    {
        var isEnd = EventTypes.EndsSpawn(one.Type) || EventTypes.EndOf(one.Type) is not null;
        if (isEnd)
            foreach (var item in Lines(last: true)) yield return item;
        if (request.Io && one.Type == EventTypes.SpawnStart && Projection.Read(one, static () => MillJson.Default.SpawnStarted) is { } started
            && SpawnId.TryParse(started.SpawnId, out var spawn)) _streams[spawn] = Open(spawn, silent);
        if (request.Events && !silent)
            yield return new WatchItem { Id = folder.Id.Text, Channel = "event", At = one.Timestamp, Event = one };
    }

    IEnumerable<WatchItem> Lines(bool last = false)
    {
        foreach (var (spawn, streams) in _streams)
        {
            if (last) streams.EndHere();
            foreach (var line in Chunks(streams, last).Lines())
                yield return new WatchItem
                {
                    Id = folder.Id.Text,
                    Channel = line.Text is null ? "note" : line.IsErr ? "err" : "out",
                    Line = line.Text ?? $"{line.CutBytes} bytes were cut here",
                    Spawn = spawn.ToString(),
                };
        }
    }

    static IEnumerable<LogChunk> Chunks(LogStreams streams, bool last)
    {
        while (streams.Next() is { } chunk) yield return chunk;
        while (last && streams.Rest() is { } rest) yield return rest;
    }

    LogStreams Open(SpawnId spawn, bool silent)
    {
        LogStream[] both = [new(_files, folder.OutOf(spawn), isErr: false), new(_files, folder.ErrOf(spawn), isErr: true)];
        if (silent)
            foreach (var one in both) one.StartAtLast(0);
        return new LogStreams(both);
    }

    WatchItem Note(Run truth) => new() { Id = folder.Id.Text, Channel = "note", At = folder.Platform.Clock.GetUtcNow(), Line = $"lost: {truth.HealthReason}" };
}
