using System.Text;
using Microsoft.Win32.SafeHandles;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Logs;

/// <summary>The last lines of a log, as they are stored in a result.</summary>
internal static class LastLines
{
    /// <summary>How many lines a result keeps.</summary>
    public const int Lines = 20;
    const int LongestCharacter = 4;

    /// <summary>The last lines, line ends included; null when there is no log. Their original size counts the lines whole.</summary>
    public static StoredText? Of(IFiles files, string path, int lines = Lines, int maxBytes = StoredTexts.MaxBytes)
    {
        using var log = files.TryOpenToRead(path);
        if (log is null) return null;
        var end = files.Look(log).Size;
        var start = LineStarts.OfLast(files, log, end, lines);
        // A little more than fits, so that the cut sees what is before it.
        var from = Math.Max(start, end - maxBytes - LongestCharacter);
        var bytes = GC.AllocateUninitializedArray<byte>((int)(end - from));
        var (tail, isSplit) = Read(files, log, from, bytes);
        if (isSplit || from > start) tail = tail[Utf8.Continued(tail.Span)..];
        var text = StoredTexts.Cut(Encoding.UTF8.GetString(tail.Span), maxBytes);
        return text with { Truncated = text.Truncated || isSplit || from > start, OriginalBytes = end - start };
    }

    static (ReadOnlyMemory<byte> Tail, bool IsSplit) Read(IFiles files, SafeFileHandle log, long from, byte[] bytes)
    {
        var (start, at) = (0, 0);
        while (at < bytes.Length)
        {
            var met = Holes.Read(files, log, from + at, bytes.AsSpan(at));
            if (met == default) break;
            at += (int)Math.Min(met.Data + met.Hole, bytes.Length - at);
            if (met.Hole > 0) start = at;
        }
        return (bytes.AsMemory(start, at - start), start > 0);
    }
}
