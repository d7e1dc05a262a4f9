using System.Buffers;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Mill.Json;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Store;

/// <summary>What an event log holds.</summary>
/// <param name="Events">The events that can be understood, in order.</param>
/// <param name="BadLines">How many lines could not be.</param>
/// <param name="IsTorn">Whether the last line has no end.</param>
/// <param name="Damage">What is wrong with the file as a whole.</param>
/// <param name="IsNewer">Whether a newer version wrote it.</param>
internal sealed record EventLogContent(
    IReadOnlyList<RunEvent> Events, int BadLines = 0, bool IsTorn = false, string? Damage = null, bool IsNewer = false)
{
    /// <summary>The sequence of the last event.</summary>
    public long LastSequence => Events.Count == 0 ? 0 : Events[^1].Sequence;
}

/// <summary>The file <c>events.ndjson</c>: one event a line, only ever appended to.</summary>
internal static class EventLog
{
    /// <summary>No log of Mill's is larger: what is there is something else, or damaged.</summary>
    public const long MaxBytes = 1L << 30;
    const int TailBytes = 64 << 10;

    /// <summary>Reads all of it; a torn or strange line is passed over.</summary>
    public static EventLogContent Read(IFiles files, string path, RunId id)
    {
        try
        {
            using var file = files.TryOpenToRead(path);
            if (file is null) return new([]);
            return files.Look(file).Size is > MaxBytes and var size ? new([], Damage: $"{path} has {size} bytes; no event log is that large.") : Parse(ReadFrom(files, file, 0), id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new([], Damage: e.Message);
        }
    }

    /// <summary>The last event's sequence and where the log ends, without reading all of it; null when the tail does not tell.</summary>
    public static long? LastSequence(IFiles files, string path, RunId id)
    {
        using var file = files.TryOpenToRead(path);
        if (file is null) return null;
        var size = files.Look(file).Size;
        if (size > MaxBytes) return null;
        // A line may be longer than the tail that is looked at first.
        return LastSequence(ReadFrom(files, file, Math.Max(0, size - TailBytes)), id)
            ?? (size > TailBytes ? LastSequence(ReadFrom(files, file, 0), id) : null);
    }

    /// <summary>The events after one, from the tail of the log alone; null where it does not reach back that far.</summary>
    public static IReadOnlyList<RunEvent>? Since(IFiles files, string path, RunId id, long sequence)
    {
        using var file = files.TryOpenToRead(path);
        if (file is null) return null;
        var size = files.Look(file).Size;
        var tail = Parse(ReadFrom(files, file, Math.Max(0, size - TailBytes)), id).Events;
        return tail.Count > 0 && tail[0].Sequence <= sequence + 1 && tail[^1].Sequence >= sequence ? [.. tail.Where(one => one.Sequence > sequence)] : null;
    }

    static long? LastSequence(ReadOnlySpan<byte> tail, RunId id)
    {
        while (tail.LastIndexOf((byte)'\n') is >= 0 and var end)
        {
            tail = tail[..end];
            if (SequenceOf(tail[(tail.LastIndexOf((byte)'\n') + 1)..].ToArray(), id) is { } sequence) return sequence;
        }
        return null;
    }

    static long? SequenceOf(ReadOnlyMemory<byte> line, RunId id)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement is { ValueKind: JsonValueKind.Object } one
                && one.TryGetProperty("runId", out var run) && run.ValueKind == JsonValueKind.String && run.ValueEquals(id.Text)
                && one.TryGetProperty("sequence", out var sequence) && sequence.ValueKind == JsonValueKind.Number
                && sequence.TryGetInt64(out var number) ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Appends whole lines; closes a torn tail first.</summary>
    public static void Append(IFiles files, string path, IEnumerable<RunEvent> events)
    {
        var lines = new ArrayBufferWriter<byte>();
        using var file = files.OpenToAppend(path);
        // What lacks nothing but its line end was never there: it must not come to be there by being closed.
        if (IsTorn(files, file)) lines.Write("~\n"u8);
        foreach (var one in events)
        {
            lines.Write(MillJson.Bytes(one, Forms.Of).Span);
            lines.Write("\n"u8);
        }
        Append(files, file, lines.WrittenSpan);
    }

    // All lines or none: what a full disk has let through, or not brought to the disk, would stand there twice when they are written again.
    static void Append(IFiles files, SafeFileHandle file, ReadOnlySpan<byte> lines)
    {
        var before = files.Look(file).Size;
        try
        {
            files.Append(file, lines);
            Steps.Reached("events.appended");
            files.Sync(file);
        }
        catch (IOException)
        {
            files.Cut(file, before);
            throw;
        }
    }

    /// <summary>The events in some bytes; a first line that is cut is a strange line like any other.</summary>
    public static EventLogContent Parse(ReadOnlyMemory<byte> bytes, RunId id)
    {
        var events = new List<RunEvent>();
        var bad = 0;
        var newer = false;
        while (bytes.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = bytes[..end];
            bytes = bytes[(end + 1)..];
            if (line.IsEmpty) continue;
            if (ParseLine(line, id, ref newer) is { } one && (events.Count == 0 || one.Sequence > events[^1].Sequence)) events.Add(one);
            else bad++;
        }
        return new(events, bad, !bytes.IsEmpty, IsNewer: newer);
    }

    static RunEvent? ParseLine(ReadOnlyMemory<byte> line, RunId id, ref bool newer)
    {
        try
        {
            var one = MillJson.Read<RunEvent>(line, Forms.Of);
            newer |= one?.SchemaVersion > RunRecord.CurrentSchema;
            return one is { Sequence: > 0, SchemaVersion: <= RunRecord.CurrentSchema, Generation: > 0 } && one.RunId == id.Text
                && one.Payload.ValueKind == JsonValueKind.Object ? one : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static byte[] ReadFrom(IFiles files, SafeFileHandle file, long offset)
    {
        var bytes = new byte[files.Look(file).Size - offset];
        var read = 0;
        while (read < bytes.Length && files.ReadAt(file, bytes.AsSpan(read), offset + read) is > 0 and var more) read += more;
        return read == bytes.Length ? bytes : bytes[..read];
    }

    static bool IsTorn(IFiles files, SafeFileHandle file)
    {
        var size = files.Look(file).Size;
        Span<byte> last = stackalloc byte[1];
        return size > 0 && files.ReadAt(file, last, size - 1) == 1 && last[0] != '\n';
    }
}
