using Mill.Runs;

namespace Mill.Logs;

/// <summary>The logs of one spawn, read in turns, so that a busy one does not keep the other waiting.</summary>
internal sealed class LogStreams(IReadOnlyList<LogStream> streams) : IDisposable
{
    uint _turn;

    /// <summary>Settles that the logs end where they end now.</summary>
    public void EndHere()
    {
        foreach (var stream in streams) stream.EndHere();
    }

    /// <summary>The next whole lines of whichever has some; null when none has.</summary>
    public LogChunk? Next()
    {
        for (var i = 0; i < streams.Count; i++)
            if (streams[(int)(_turn++ % (uint)streams.Count)].Next() is { } chunk) return chunk;
        return null;
    }

    /// <summary>What is left of one when they are over; null when nothing is.</summary>
    public LogChunk? Rest()
    {
        foreach (var stream in streams)
            if (stream.Rest() is { } rest) return rest;
        return null;
    }

    /// <summary>Lets go of the logs.</summary>
    public void Dispose()
    {
        foreach (var stream in streams) stream.Dispose();
    }
}
