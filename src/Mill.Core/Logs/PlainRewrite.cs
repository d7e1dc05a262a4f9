using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Logs;

/// <summary>
/// Writes a log that was cut anew, without a hole: its head, a line that says how much is missing, its newest lines.
/// Only for a log that nobody writes to any more.
/// </summary>
internal static class PlainRewrite
{
    /// <summary>What the file that is being written is called, behind the log's own name.</summary>
    public const string StageSuffix = ".plain";
    const string MarkerStart = "[mill: ", MarkerEnd = " bytes cut here]";

    /// <summary>Rewrites a log that has a hole behind its head, and says how many bytes it lacks; a log without one stays as it is.</summary>
    public static long Rewrite(IFiles files, string path, long cap)
    {
        var stage = path + StageSuffix;
        files.Delete(stage);
        if (!HasHole(files, path, cap)) return 0;
        try
        {
            var cut = Write(files, path, stage);
            Steps.Reached("log.rewritten");
            files.Replace(stage, path);
            return cut;
        }
        finally
        {
            // A full disk leaves the log as it was, and nothing beside it.
            files.Delete(stage);
        }
    }

    /// <summary>The line that stands where bytes are missing.</summary>
    public static string Marker(long cut) =>
        string.Create(CultureInfo.InvariantCulture, $"{MarkerStart}{cut}{MarkerEnd}\n");

    /// <summary>How many bytes a line says are missing there; null for any other line.</summary>
    public static long? CutSaidBy(string line) =>
        line.StartsWith(MarkerStart, StringComparison.Ordinal) && line.EndsWith(MarkerEnd, StringComparison.Ordinal)
            && long.TryParse(line.AsSpan(MarkerStart.Length..^MarkerEnd.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var cut) ? cut : null;

    static bool HasHole(IFiles files, string path, long cap)
    {
        using var log = files.TryOpenToRead(path);
        if (log is null) return false;
        var head = LogCap.HeadBytes(cap);
        return files.Look(log).Size > head && Holes.EndOfHole(files, log, head) > head;
    }

    static long Write(IFiles files, string path, string stage)
    {
        using var log = new LogStream(files, path, isErr: false);
        using var plain = files.CreateNew(stage);
        var (cut, offset, endsLine) = (0L, 0L, true);
        while ((log.Next() ?? log.Rest()) is { } chunk)
        {
            if (chunk.CutBytes > 0)
                offset += Put(files, plain, Encoding.ASCII.GetBytes((endsLine ? "" : "\n") + Marker(chunk.CutBytes)), offset);
            offset += Put(files, plain, chunk.Bytes.Span, offset);
            endsLine = chunk.Bytes.Span is not [.., not (byte)'\n'];
            cut += chunk.CutBytes;
        }
        files.Sync(plain);
        return cut;
    }

    static int Put(IFiles files, SafeFileHandle plain, ReadOnlySpan<byte> bytes, long offset)
    {
        files.WriteAt(plain, bytes, offset);
        return bytes.Length;
    }
}
