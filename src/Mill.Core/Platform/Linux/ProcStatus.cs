using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Mill.Platform.Linux;

/// <summary>The parts of <c>/proc/PID/status</c> that are asked for.</summary>
internal readonly record struct ProcStatus(int User, long ResidentBytes, long AnonymousBytes)
{
    const int BytesPerUnit = 1024;

    /// <summary>Reads it; all zero when there is no such process.</summary>
    public static ProcStatus Read(int pid) => !Proc.TryRead(pid, "status", out var text) ? default : new ProcStatus(
        (int)Number(text, "\nUid:"u8),
        Number(text, "\nVmRSS:"u8) * BytesPerUnit,
        Number(text, "\nRssAnon:"u8) * BytesPerUnit);

    /// <summary>Whether a signal was sent to a process, or its main thread, and not taken yet.</summary>
    public static bool HasPending(int pid, int signal)
    {
        if (!Proc.TryRead(pid, "status", out var text)) return false;
        var waiting = Bits(text, "\nSigPnd:"u8) | Bits(text, "\nShdPnd:"u8);
        return (waiting & (1UL << (signal - 1))) != 0;
    }

    static long Number(ReadOnlySpan<byte> text, ReadOnlySpan<byte> label) =>
        Utf8Parser.TryParse(After(text, label), out long number, out _) ? number : 0;

    static ulong Bits(ReadOnlySpan<byte> text, ReadOnlySpan<byte> label) =>
        ulong.TryParse(Encoding.ASCII.GetString(After(text, label)), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits) ? bits : 0;

    static ReadOnlySpan<byte> After(ReadOnlySpan<byte> text, ReadOnlySpan<byte> label)
    {
        var at = text.IndexOf(label);
        if (at < 0) return [];
        var value = text[(at + label.Length)..].TrimStart("\t "u8);
        var end = value.IndexOf((byte)'\n');
        return end < 0 ? value : value[..end];
    }
}
