using Mill.Platform;
using Mill.Runs;

namespace Mill.Logs;

/// <summary>Reads what a spawn wrote, and follows what it writes.</summary>
internal sealed class LogReader(IPlatform platform)
{
    // Only behind notification: for file systems that do not tell of changes, and ends that change nothing here.
    static readonly TimeSpan s_slowPoll = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What both streams have, in whole lines; following, until the run is over and they are read to their end.
    /// What is written without a line end comes last. Cancelling ends the reading quietly.
    /// </summary>
    public IEnumerable<LogChunk> Read(LogPaths paths, LogRequest request, Func<bool> isOver, CancellationToken stop) =>
        Read(() => Open(paths, request), request.Follow ? paths.Watched : null, isOver, stop);

    /// <summary>The same of any streams; with no folders to watch, up to where they end now.</summary>
    public IEnumerable<LogChunk> Read(Func<LogStreams> open, IReadOnlyList<string>? watched, Func<bool> isOver, CancellationToken stop)
    {
        using var changes = watched is null ? null : platform.Watch(watched);
        using var logs = open();
        while (!stop.IsCancellationRequested)
        {
            // Asked before the last reading, so that nothing written before the end is missed.
            var isLast = changes is null || isOver();
            if (isLast) logs.EndHere();
            while (!stop.IsCancellationRequested && logs.Next() is { } chunk) yield return chunk;
            if (isLast) break;
            changes!.Wait(null, s_slowPoll, stop);
        }
        while (!stop.IsCancellationRequested && logs.Rest() is { } rest) yield return rest;
    }

    LogStreams Open(LogPaths paths, LogRequest request)
    {
        var streams = new List<LogStream>();
        if (request.Out) streams.Add(new LogStream(platform.Files, paths.Out, isErr: false));
        if (request.Err && paths.Err is { } err) streams.Add(new LogStream(platform.Files, err, isErr: true));
        if (request.Last is { } lines)
            foreach (var stream in streams) stream.StartAtLast(lines);
        return new LogStreams(streams);
    }
}
