using System.Text;
using System.Text.Json;
using Mill.Platform;

namespace Mill.Logs;

/// <summary>Finds the last line of a log that is a JSON object.</summary>
internal static class LastJson
{
    /// <summary>No result is larger.</summary>
    public const int MostBytes = 1 << 20;
    /// <summary>No result is nested deeper: records that hold one have to stay readable.</summary>
    public const int Deepest = 48;
    const long FarthestBack = 16L << 20;

    /// <summary>It; null where none of the last lines is one.</summary>
    public static JsonElement? Of(IFiles files, string path)
    {
        using var log = files.TryOpenToRead(path);
        if (log is null) return null;
        var end = files.Look(log).Size;
        var farthest = Math.Max(0, end - FarthestBack);
        var piece = new byte[64 << 10];
        var line = new Stack<byte[]>();
        for (var at = end; at > farthest;)
        {
            var from = Math.Max(farthest, at - piece.Length);
            var bytes = piece.AsSpan(0, files.ReadAt(log, piece.AsSpan(0, (int)(at - from)), from));
            at = from;
            for (var newline = bytes.LastIndexOf((byte)'\n'); newline >= 0; newline = bytes.LastIndexOf((byte)'\n'))
            {
                line.Push(bytes[(newline + 1)..].ToArray());
                if (Object(line) is { } found) return found;
                line.Clear();
                bytes = bytes[..newline];
            }
            line.Push(bytes.ToArray());
        }
        return farthest == 0 ? Object(line) : null;
    }

    /// <summary>The value in some bytes; null where they are no JSON, or nested too deep.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Deepest });
            return IsText(document.RootElement) ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half a character: it could be neither shown nor written again.
        }
    }

    // Whoever reads a record must be able to read all of it; the parser itself looks at no text.
    static bool IsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(one => one.Name is not null && IsText(one.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(IsText),
        JsonValueKind.String => value.GetString() is not null,
        _ => true,
    };

    static JsonElement? Object(Stack<byte[]> pieces)
    {
        var length = pieces.Sum(piece => (long)piece.Length);
        if (length is 0 or > MostBytes) return null;
        var line = pieces.Count == 1 ? pieces.Peek() : pieces.SelectMany(piece => piece).ToArray();
        var text = line.AsMemory().Trim(" \t\r"u8.ToArray());
        return text.Span is [(byte)'{', .., (byte)'}'] ? Parse(text) : null;
    }
}
