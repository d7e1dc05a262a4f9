using System.Text;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Logs;

/// <summary>The logs of a run: those of its newest spawn, or what the result kept of them.</summary>
internal sealed class RunLogs(RunFolder folder)
{
    // An object is no use in pieces; one that is larger than this could hardly be text any more.
    const int LongestObject = 256 << 20;

    readonly Attempts _attempts = new(folder);

    /// <summary>What was written, and with follow what is written until the run is over, by later attempts too.</summary>
    public IEnumerable<LogChunk> Read(LogRequest request, CancellationToken stop)
    {
        var record = folder.Require();
        var task = Task(record, request.Task);
        var newest = Attempts.Newest(record, task, request.Follow);
        if (record.IsTerminal && folder.Platform.Files.LookIfOpen(folder.OutOf(newest)) is null) return Kept(newest, request);
        if (!request.Follow) return Read(newest, request, stop);
        return Follow(request.FromFirst ? _attempts.First(record, task) : newest, request, stop);
    }

    /// <summary>The task of a name. Without one, of a plan what failed, which is what people look for, else what began last.</summary>
    public static TaskRecord Task(RunRecord record, string? name = null)
    {
        if (name is null) return record.Spec.Plan is null ? record.Tasks[0]
            : record.Tasks.FirstOrDefault(task => task is { Status: TaskState.Failed, AllowFailure: false }) ?? record.Tasks.MaxBy(task => task.StartedAt) ?? record.Tasks[0];
        const int named = 20;
        return record.Tasks.FirstOrDefault(one => one.Name == name) ?? throw new MillException(MillError.BadValue,
            $"Run {record.Id} has no task '{name}'; it has: {string.Join(", ", record.Tasks.Take(named).Select(one => one.Name))}{(record.Tasks.Count > named ? ", …" : "")}."
            + Nearest.Suggestion(name, record.Tasks.Select(one => one.Name)), record.Id);
    }

    /// <summary>Whether the logs of a task are gone, and its result has nothing of them: whoever ended it from outside could not know its last lines.</summary>
    public bool AreLost(string? name)
    {
        var record = folder.Require();
        var task = Task(record, name);
        var spawn = Attempts.Newest(record, task, follow: false);
        return record.IsTerminal && task.StartedAt is not null && folder.Platform.Files.LookIfOpen(folder.OutOf(spawn)) is null && Result(spawn)?.Out is null;
    }

    /// <summary>The lines that the process of the newest spawn left as its objects; with follow, of every one in this life of the run, until it is over.</summary>
    public IEnumerable<string> Objects(bool follow, CancellationToken stop)
    {
        var record = folder.Require();
        var newest = Attempts.Newest(record, record.Tasks[0], follow: false);
        // A line that is still being written is nobody's yet; one that never got its end is told once nobody can go on with it.
        var withRest = follow || _attempts.IsOver(newest);
        return (follow ? _attempts.From(_attempts.First(record, record.Tasks[0]), stop) : [newest])
            .SelectMany(spawn => Objects(spawn, follow, stop))
            .Where(chunk => withRest || chunk.Bytes.Span is [.., (byte)'\n'])
            .SelectMany(chunk => Lines(chunk.Bytes));
    }

    IEnumerable<LogChunk> Objects(SpawnId spawn, bool follow, CancellationToken stop)
    {
        LogStreams Open() => new([new LogStream(folder.Platform.Files, folder.ObjectsOf(spawn), isErr: false, LongestObject)]);
        return new LogReader(folder.Platform).Read(Open, follow ? [folder[FileNames.Logs], folder.Path] : null, () => _attempts.IsOver(spawn), stop);
    }

    IEnumerable<LogChunk> Read(SpawnId spawn, LogRequest request, CancellationToken stop) => new LogReader(folder.Platform).Read(
        new LogPaths(folder[FileNames.Logs], folder.OutOf(spawn), folder.ErrOf(spawn), folder.Path), request, () => _attempts.IsOver(spawn), stop);

    IEnumerable<LogChunk> Follow(SpawnId first, LogRequest request, CancellationToken stop)
    {
        var withoutEnd = new HashSet<bool>();
        foreach (var spawn in _attempts.From(first, stop))
        {
            // A line that one attempt began is not gone on with by the next.
            foreach (var isErr in withoutEnd) yield return new LogChunk(isErr, "\n"u8.ToArray(), 0);
            withoutEnd.Clear();
            foreach (var chunk in Read(spawn, spawn == first ? request : request with { Last = null }, stop))
            {
                if (chunk.Bytes.Span is [.., (byte)'\n']) withoutEnd.Remove(chunk.IsErr);
                else if (!chunk.Bytes.IsEmpty) withoutEnd.Add(chunk.IsErr);
                yield return chunk;
            }
        }
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

    // The logs themselves are swept; their last lines stay with the result.
    IEnumerable<LogChunk> Kept(SpawnId spawn, LogRequest request)
    {
        var result = Result(spawn);
        if (request.Out && result?.Out is { Last: { } standardOut } first) yield return Chunk(false, standardOut, first, request.Last);
        if (request.Err && result?.Err is { Last: { } standardErr } second) yield return Chunk(true, standardErr, second, request.Last);
    }

    SpawnResult? Result(SpawnId spawn) => folder.ReadResult().Value?.Spawns.FirstOrDefault(one => one.SpawnId == spawn.ToString());

    // Where only the last lines are wanted, it is no matter what is missing before them.
    static LogChunk Chunk(bool isErr, StoredText last, StreamResult stream, int? lines)
    {
        var bytes = Encoding.UTF8.GetBytes(last.Text);
        var from = lines is { } wanted ? StartOfLast(bytes, wanted) : 0;
        return new LogChunk(isErr, bytes.AsMemory(from), from > 0 ? 0 : Math.Max(0, stream.Bytes - bytes.Length));
    }

    static int StartOfLast(ReadOnlySpan<byte> bytes, int lines)
    {
        if (lines == 0) return bytes.Length;
        var at = Math.Max(0, bytes.Length - 1);
        while (at > 0 && (bytes[at - 1] != '\n' || --lines > 0)) at--;
        return at;
    }
}
