using Microsoft.Win32.SafeHandles;
using Mill.Platform;

namespace Mill.Logs;

/// <summary>Finds lines from the end of a log, in constant memory.</summary>
internal static class LineStarts
{
    const int BufferBytes = 64 << 10;

    /// <summary>Where the last so many lines before an end begin; lines that a hole splits do not count.</summary>
    public static long OfLast(IFiles files, SafeFileHandle log, long end, int lines)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
        var at = lines > 0 ? end : 0;
        while (at > 0)
        {
            var from = (at - 1) & -BufferBytes;
            var bytes = buffer.AsSpan(0, files.ReadAt(log, buffer.AsSpan(0, (int)(at - from)), from));
            var behindHole = EndOfLastHole(files, log, from, bytes);
            var start = FindStart(bytes[(int)((behindHole ?? from) - from)..], behindHole ?? from, end, ref lines);
            if (start is { } found) return found;
            at = behindHole is { } hole ? StartOfHole(files, log, hole, buffer) : from;
            // The line that the hole cut off begins before it, and is none of those wanted.
            if (behindHole is not null) lines++;
        }
        return lines > 0 ? 0 : end;
    }

    static long? FindStart(ReadOnlySpan<byte> bytes, long from, long end, ref int lines)
    {
        for (var i = bytes.LastIndexOf((byte)'\n'); i >= 0; i = bytes[..i].LastIndexOf((byte)'\n'))
            if (from + i + 1 < end && --lines == 0) return from + i + 1;
        return null;
    }

    static long? EndOfLastHole(IFiles files, SafeFileHandle log, long from, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.Contains((byte)0)) return null;
        for (var i = (int)Holes.BlockOf(bytes.Length - 1); i >= 0; i -= Holes.BlockBytes)
        {
            if (!bytes[i..Math.Min(i + Holes.BlockBytes, bytes.Length)].Contains((byte)0)) continue;
            var end = Holes.EndOfHole(files, log, from + i);
            if (end > from + i) return Math.Min(end, from + bytes.Length);
        }
        return null;
    }

    // There is no asking where a hole begins; but what is kept before one is short.
    static long StartOfHole(IFiles files, SafeFileHandle log, long end, Span<byte> buffer)
    {
        long at = 0;
        while (at < end)
        {
            var met = Holes.Read(files, log, at, buffer);
            if (met == default || at + met.Hole >= end) return at;
            at += met.Data + met.Hole;
        }
        return 0;
    }
}
