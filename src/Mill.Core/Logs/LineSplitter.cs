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
                yield return Line(chunk.IsErr, Text(line.Span));
                rest = rest[(newline < 0 ? rest.Length : newline + 1)..];
            }
        }
    }

    /// <summary>The lines, however long: a piece is kept until the rest of its line has come.</summary>
    public static IEnumerable<LogLine> WholeLines(this IEnumerable<LogChunk> chunks)
    {
        var begun = new Dictionary<bool, StringBuilder> { [false] = new(), [true] = new() };
        foreach (var chunk in chunks)
        {
            var whole = chunk.Bytes.Span.LastIndexOf((byte)'\n') + 1;
            foreach (var line in Lines([chunk with { Bytes = chunk.Bytes[..whole] }]))
            {
                var before = Taken(begun[line.IsErr]);
                if (line.Text is { } text) yield return Line(line.IsErr, before + text);
                else if (before is not null) yield return Line(line.IsErr, before);
                if (line.Text is null) yield return line;
            }
            begun[chunk.IsErr].Append(Text(chunk.Bytes.Span[whole..]));
        }
        foreach (var (isErr, pieces) in begun)
            if (Taken(pieces) is { } rest) yield return Line(isErr, rest);
    }

    static string? Taken(StringBuilder pieces)
    {
        if (pieces.Length == 0) return null;
        var text = pieces.ToString();
        pieces.Clear();
        return text;
    }

    // A log that is over says itself where it was cut.
    static LogLine Line(bool isErr, string text) =>
        PlainRewrite.CutSaidBy(text) is { } cut ? new(isErr, null, cut) : new(isErr, text);

    static string Text(ReadOnlySpan<byte> line) =>
        Encoding.UTF8.GetString(line is [.. var text, (byte)'\r'] ? text : line);
}
