using System.Text;
using Mill.Liveness;
using Mill.Runs;
using Mill.Store;

namespace Mill.Logs;

/// <summary>The logs of a run: those of its newest spawn, or what the result kept of them.</summary>
internal sealed class RunLogs(RunFolder folder)
{
    // An object is no use in pieces; one that is larger than this could hardly be text any more.
    const int LongestObject = 256 << 20;

    /// <summary>What was written, and with follow what is written until the run is over.</summary>
    public IEnumerable<LogChunk> Read(LogRequest request, CancellationToken stop)
    {
        var record = folder.Require();
        var task = record.Tasks.FirstOrDefault(one => one.Name == (request.Task ?? SpawnId.MainTask))
            ?? throw new MillException(MillError.BadValue, $"Run {record.Id} has no task '{request.Task}'; it has: {string.Join(", ", record.Tasks.Select(one => one.Name))}.", record.Id);
        var spawn = new SpawnId(task.Name, Math.Max(1, task.Attempts));
        var paths = new LogPaths(folder[FileNames.Logs], folder.OutOf(spawn), folder.ErrOf(spawn), folder.Path);
        return record.IsTerminal && folder.Platform.Files.Look(paths.Out) is null
            ? Kept(spawn, request)
            : new LogReader(folder.Platform).Read(paths, request, IsOver, stop);
    }

    /// <summary>The lines that the process of the newest spawn left as its objects; with follow, until the run is over.</summary>
    public IEnumerable<string> Objects(bool follow, CancellationToken stop)
    {
        var spawn = new SpawnId(SpawnId.MainTask, Math.Max(1, folder.Require().Tasks[0].Attempts));
        LogStreams Open() => new([new LogStream(folder.Platform.Files, folder.ObjectsOf(spawn), isErr: false, LongestObject)]);
        // A line that is still being written is nobody's yet; one that never got its end is told once nobody can go on with it.
        var withRest = follow || IsOver();
        return new LogReader(folder.Platform)
            .Read(Open, follow ? [folder[FileNames.Logs], folder.Path] : null, IsOver, stop)
            .Where(chunk => withRest || chunk.Bytes.Span is [.., (byte)'\n'])
            .SelectMany(chunk => Lines(chunk.Bytes));
    }

    static IEnumerable<string> Lines(ReadOnlyMemory<byte> rest)
    {
        while (rest.Length > 0)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            yield return Encoding.UTF8.GetString((end < 0 ? rest : rest[..end]).Span);
            rest = rest[(end < 0 ? rest.Length : end + 1)..];
        }
    }

    bool IsOver() => Viewer.Look(folder) is { EffectiveStatus: >= EffectiveStatus.Complete };

    // The logs themselves are swept; their last lines stay with the result.
    IEnumerable<LogChunk> Kept(SpawnId spawn, LogRequest request)
    {
        var result = folder.ReadResult().Value?.Spawns.FirstOrDefault(one => one.SpawnId == spawn.ToString());
        if (request.Out && result?.Out is { Last: { } standardOut } first) yield return Chunk(false, standardOut, first);
        if (request.Err && result?.Err is { Last: { } standardErr } second) yield return Chunk(true, standardErr, second);
    }

    static LogChunk Chunk(bool isErr, StoredText last, StreamResult stream)
    {
        var bytes = Encoding.UTF8.GetBytes(last.Text);
        return new LogChunk(isErr, bytes, Math.Max(0, stream.Bytes - bytes.Length));
    }
}
