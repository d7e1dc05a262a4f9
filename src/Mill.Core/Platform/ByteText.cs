using System.Buffers;
using System.Text;

namespace Mill.Platform;

/// <summary>Bytes that need not be text, as a string that loses none of them: each that belongs to no character is a half
/// character of its own, from U+DC80 on, as no text has.</summary>
internal static class ByteText
{
    const char First = '\uDC80', Last = '\uDCFF';
    const int Base = 0xDC00;

    /// <summary>The string.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var isText = Rune.DecodeFromUtf8(bytes, out var rune, out var used) == OperationStatus.Done;
            if (isText) text.Append(rune.ToString());
            else foreach (var one in bytes[..used]) text.Append((char)(Base + one));
            bytes = bytes[used..];
        }
        return text.ToString();
    }

    /// <summary>The bytes again.</summary>
    public static byte[] Bytes(string text)
    {
        if (!HasHalves(text)) return Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(text.Length);
        Span<byte> room = stackalloc byte[4];
        for (var at = 0; at < text.Length;)
        {
            var isWhole = Rune.TryGetRuneAt(text, at, out var rune);
            if (!isWhole && text[at] is >= First and <= Last) bytes.Add((byte)(text[at] - Base));
            else bytes.AddRange(room[..(isWhole ? rune : Rune.ReplacementChar).EncodeToUtf8(room)]);
            at += isWhole ? rune.Utf16SequenceLength : 1;
        }
        return [.. bytes];
    }

    /// <summary>Whether a string stands for bytes that are no text.</summary>
    public static bool HasHalves(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0) return false;
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at])) continue;
            if (!char.IsSurrogatePair(text, at)) return true;
            at++;
        }
        return false;
    }
}
