using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
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
    public const long MaxBytes = RunEvent.MostInAll;
    // What is added to one that is larger may be read by nobody.
    const long MostToAddTo = MaxBytes - (16 << 20);
    const int TailBytes = 64 << 10, PieceBytes = 1 << 20;

    /// <summary>Whether it is so large that nothing may be added.</summary>
    public static bool IsFull(IFiles files, string path) => files.Look(path)?.Size > MostToAddTo;

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

    /// <summary>The events after one, from the tail of the log alone; null where it does not reach back that far, or cannot be read.</summary>
    public static IReadOnlyList<RunEvent>? Since(IFiles files, string path, RunId id, long sequence)
    {
        try
        {
            using var file = files.TryOpenToRead(path);
            if (file is null) return null;
            var size = files.Look(file).Size;
            var tail = Parse(ReadFrom(files, file, Math.Max(0, size - TailBytes)), id).Events;
            return tail.Count > 0 && tail[0].Sequence <= sequence + 1 && tail[^1].Sequence >= sequence ? [.. tail.Where(one => one.Sequence > sequence)] : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Something else is in its place, or the disk does not give it: the snapshot has to do.
        }
    }

    static long? LastSequence(ReadOnlyMemory<byte> tail, RunId id)
    {
        while (tail.Span.LastIndexOf((byte)'\n') is >= 0 and var end)
        {
            tail = tail[..end];
            var newer = false;
            if (ParseLine(tail[(tail.Span.LastIndexOf((byte)'\n') + 1)..], id, ref newer) is { } last) return last.Sequence;
        }
        return null;
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
            var one = ParseLine(line, id, ref newer);
            if (one is not null && HasLeapt(events, one))
            {
                events.RemoveAt(events.Count - 1);
                bad++;
            }
            if (one is not null && (events.Count == 0 || one.Sequence > events[^1].Sequence)) events.Add(one);
            else bad++;
        }
        return new(events, bad, !bytes.IsEmpty, IsNewer: newer);
    }

    // One whose number was damaged into a greater one must not make strange lines of all that follow.
    static bool HasLeapt(List<RunEvent> events, RunEvent next) =>
        events.Count > 0 && events[^1].Sequence > next.Sequence + 1 && next.Sequence > (events.Count > 1 ? events[^2].Sequence : 0);

    static RunEvent? ParseLine(ReadOnlyMemory<byte> line, RunId id, ref bool newer)
    {
        try
        {
            var one = MillJson.Read<RunEvent>(line, Forms.Of);
            newer |= one?.SchemaVersion > RunRecord.CurrentSchema;
            return one is { Sequence: > 0 and <= RunEvent.MostInAll, SchemaVersion: <= RunRecord.CurrentSchema, Generation: > 0 and < int.MaxValue } && one.RunId == id.Text
                && one.Payload.ValueKind == JsonValueKind.Object && IsText(line.Span) ? one : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A payload is looked at by whoever wants something of it: what is no text in it must not wait for them.
    static bool IsText(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line)) return false;
        if (line.IndexOf("\\ud"u8) < 0 && line.IndexOf("\\uD"u8) < 0) return true;
        try
        {
            var reader = new Utf8JsonReader(line);
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // Half of a character.
        }
    }

    /// <summary>A log's bytes from a place on. A machine that went down may have left room for data that never came: a gigabyte of
    /// nothing is not read, and one NUL stands for it, unless reading is to end there.</summary>
    public static byte[] ReadFrom(IFiles files, SafeFileHandle file, long offset, bool pastHoles = true)
    {
        var left = Math.Max(0, files.Look(file).Size - offset);
        var (bytes, read) = (new byte[Math.Min(left, PieceBytes)], 0);
        for (var at = offset; read < left && files.NextData(file, at) is { } data && (pastHoles || data == at);)
        {
            if (read + PieceBytes > bytes.Length) Array.Resize(ref bytes, (int)Math.Min(left, bytes.Length * 2L + PieceBytes));
            if (data > at) read++;
            if (files.ReadAt(file, bytes.AsSpan(read, Math.Min(PieceBytes, bytes.Length - read)), data) is not (> 0 and var more)) break;
            (read, at) = (read + more, data + more);
        }
        return read == bytes.Length ? bytes : bytes[..read];
    }

    static bool IsTorn(IFiles files, SafeFileHandle file)
    {
        var size = files.Look(file).Size;
        Span<byte> last = stackalloc byte[1];
        return size > 0 && files.ReadAt(file, last, size - 1) == 1 && last[0] != '\n';
    }
}
