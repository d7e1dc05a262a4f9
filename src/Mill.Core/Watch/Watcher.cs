using Mill.Json;
using Mill.Logs;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Watch;

/// <summary>Tells what happened to a run and what happens, from any process, until it is over or its worker gone.</summary>
internal sealed class Watcher(RunFolder folder, WatchRequest request, CancellationToken stop)
{
    static readonly TimeSpan s_slowPoll = TimeSpan.FromSeconds(2);

    readonly Dictionary<SpawnId, LogStreams> _streams = [];
    readonly IFiles _files = folder.Platform.Files;
    readonly Sight _sight = new(folder);
    readonly EndGrace _grace = new(folder.Platform.Clock);
    bool _isPast = true;
    bool _isOver;

    /// <summary>Events and lines in order: what a process wrote comes before its end.</summary>
    public IEnumerable<WatchItem> Watch()
    {
        folder.Require();
        using var changes = folder.Platform.Watch([folder.Path, folder[FileNames.Logs]]);
        using var worker = new WorkerHandle(folder);
        using var events = new EventTail(folder);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var news = News(_sight.Look(), events);
                foreach (var item in _isPast ? Last(news) : news) yield return item;
                if (_isOver) yield break;
                _isPast = false;
                worker.Wait(changes, s_slowPoll, stop);
            }
        }
        finally
        {
            foreach (var streams in _streams.Values) streams.Dispose();
        }
    }

    // All of it is read, even where none of it is wanted.
    IEnumerable<WatchItem> Last(IEnumerable<WatchItem> past) => request.Tail is { } tail ? past.ToList().TakeLast(tail) : past;

    // The truth was asked before the last reading, so that nothing before the end is missed.
    IEnumerable<WatchItem> News(Run truth, EventTail events)
    {
        foreach (var one in events.Next())
        {
            foreach (var item in Tell(one)) yield return item;
            _isOver = EventTypes.EndOf(one.Type) is not null && _sight.IsNewest(one.Generation);
            if (_isOver) yield break;
        }
        foreach (var item in Lines()) yield return item;
        if (truth.EffectiveStatus == EffectiveStatus.Lost) yield return Note(truth);
        _isOver = truth.EffectiveStatus == EffectiveStatus.Lost || IsEnded(truth);
    }

    // An end that is in no event is just being written, or the log, or this reading of it, has lost it.
    bool IsEnded(Run truth)
    {
        if (!truth.Mismatch) return truth.EffectiveStatus.IsEnd();
        if (truth.EffectiveStatus.IsEnd() || truth.EffectiveStatus == EffectiveStatus.Ending) _grace.Begin();
        return _grace.IsOver;
    }

    IEnumerable<WatchItem> Tell(RunEvent one)
    {
        foreach (var (id, streams) in Ended(one))
            foreach (var item in Last(id, streams)) yield return item;
        if (request.Io && one.Type == EventTypes.SpawnStart && Projection.Read<SpawnStarted>(one, Forms.Of) is { } started
            && SpawnId.TryParse(started.SpawnId, out var spawn)) _streams[spawn] = Open(spawn);
        if (request.Events && !(_isPast && one.Timestamp < request.Since))
            yield return new WatchItem { Id = folder.Id.Text, Channel = "event", At = one.Timestamp, Event = one };
    }

    IEnumerable<WatchItem> Lines() => _streams.SelectMany(one => Lines(one.Key, one.Value, last: false));

    // The end of the run is the end of all that still write.
    KeyValuePair<SpawnId, LogStreams>[] Ended(RunEvent one) => one.Type switch
    {
        _ when EventTypes.EndOf(one.Type) is not null => [.. _streams],
        _ when EventTypes.EndsSpawn(one.Type) && Projection.Read<SpawnEnded>(one, Forms.Of) is { } ended && SpawnId.TryParse(ended.SpawnId, out var spawn)
            => [.. _streams.Where(open => open.Key == spawn)],
        _ => [],
    };

    IEnumerable<WatchItem> Last(SpawnId spawn, LogStreams streams)
    {
        streams.EndHere();
        foreach (var item in Lines(spawn, streams, last: true)) yield return item;
        _streams.Remove(spawn);
        streams.Dispose();
    }

    IEnumerable<WatchItem> Lines(SpawnId spawn, LogStreams streams, bool last)
    {
        foreach (var line in Chunks(streams, last).Lines())
            yield return new WatchItem
            {
                Id = folder.Id.Text,
                Channel = line.Text is null ? "note" : line.IsErr ? "err" : "out",
                Line = line.Text ?? $"{line.CutBytes} bytes were cut here",
                Spawn = spawn.ToString(),
            };
    }

    IEnumerable<LogChunk> Chunks(LogStreams streams, bool last)
    {
        while (!stop.IsCancellationRequested && streams.Next() is { } chunk) yield return chunk;
        while (!stop.IsCancellationRequested && last && streams.Rest() is { } rest) yield return rest;
    }

    LogStreams Open(SpawnId spawn) => new([Stream(folder.OutOf(spawn), isErr: false), Stream(folder.ErrOf(spawn), isErr: true)]);

    LogStream Stream(string path, bool isErr)
    {
        var stream = new LogStream(_files, path, isErr);
        if (!_isPast) return stream;
        if (_files.LookIfOpen(path)?.ModifiedAt < request.Since) stream.StartAtLast(0);
        else if (request.Tail is { } lines) stream.StartAtLast(lines);
        return stream;
    }

    WatchItem Note(Run truth) => new() { Id = folder.Id.Text, Channel = "note", At = folder.Platform.Clock.GetUtcNow(), Line = $"lost: {truth.HealthReason}" };
}
