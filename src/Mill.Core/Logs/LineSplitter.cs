using System.Text;
using Mill.Runs;

namespace Mill.Logs;

/// <summary>A line of a log as text, or else word of a cut.</summary>
/// <param name="IsErr">Whether it is standard error.</param>
/// <param name="Text">The line without its end, invalid bytes replaced; null for a cut.</param>
/// <param name="CutBytes">How much was cut here.</param>
internal readonly record struct LogLine(bool IsErr, string? Text, long CutBytes = 0);

/// <summary>Turns stretches of logs into lines of text.</summary>
internal static class LineSplitter
{
    /// <summary>The lines; a piece of a line that is too long to come whole is a line here.</summary>
    public static IEnumerable<LogLine> Lines(this IEnumerable<LogChunk> chunks)
    {
        foreach (var chunk in chunks)
        {
            if (chunk.CutBytes > 0) yield return new(chunk.IsErr, null, chunk.CutBytes);
            for (var rest = chunk.Bytes; rest.Length > 0;)
            {
                var newline = rest.Span.IndexOf((byte)'\n');
                var line = newline < 0 ? rest : rest[..newline];
                yield return new(chunk.IsErr, Text(line.Span));
                rest = rest[(newline < 0 ? rest.Length : newline + 1)..];
            }
        }
    }

    static string Text(ReadOnlySpan<byte> line) =>
        Encoding.UTF8.GetString(line is [.. var text, (byte)'\r'] ? text : line);
}
