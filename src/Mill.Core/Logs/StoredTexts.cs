using System.Text;
using Mill.Runs;

namespace Mill.Logs;

/// <summary>Cuts text to what may be stored in a record.</summary>
internal static class StoredTexts
{
    /// <summary>How many bytes of UTF-8 a stored text may have.</summary>
    public const int MaxBytes = 100_000;
    const string CutMark = "(its beginning is cut off) ";

    /// <summary>Keeps the tail of a text that is too long: from a whole line on, or, within one long line, from a whole character on.</summary>
    public static StoredText Cut(string text, int maxBytes = MaxBytes)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= maxBytes ? new(text, false, bytes) : new(text[AtALine(text, TailStart(text, maxBytes))..], true, bytes);
    }

    /// <summary>A message as it may be stored; one that is too long says so itself.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? Message(string? text) => text is null || Encoding.UTF8.GetByteCount(text) <= MaxBytes ? text : CutMark + Cut(text, MaxBytes - CutMark.Length).Text;

    static int TailStart(string text, int maxBytes)
    {
        var at = text.Length;
        for (var room = maxBytes; at > 0;)
        {
            Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var rune, out var length);
            room -= rune.Utf8SequenceLength;
            if (room < 0) break;
            at -= length;
        }
        return at;
    }

    static int AtALine(string text, int start)
    {
        if (start == 0 || text[start - 1] == '\n') return start;
        var newline = text.IndexOf('\n', start);
        return newline < 0 || newline == text.Length - 1 ? start : newline + 1;
    }
}
