using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>Standard streams: a console is given text, anything else bytes.</summary>
internal sealed unsafe class WindowsStreams : IStreams
{
    const int Out = -11, Err = -12;                          // STD_…_HANDLE, winbase.h
    const uint UnderstandsEscapes = 0x4;                     // ENABLE_VIRTUAL_TERMINAL_PROCESSING
    const int LeftAt = 5, RightAt = 7, SizeOfSizes = 11;     // CONSOLE_SCREEN_BUFFER_INFO, in shorts
    const int PieceOfText = 8192;

    // A closed standard stream has no place that a file could get.
    public void FillClosed() { }

    public bool Write(int stream, ReadOnlySpan<byte> bytes)
    {
        var handle = Handle(stream);
        if (handle is 0 or -1) return true; // The caller has closed it, and wants nothing.
        uint mode;
        return Kernel32.ConsoleMode(handle, &mode) != 0 ? WriteText(handle, Encoding.UTF8.GetString(bytes)) : WriteBytes(handle, bytes);
    }

    public bool ShowsColours(int stream)
    {
        uint mode;
        var handle = Handle(stream);
        return Kernel32.ConsoleMode(handle, &mode) != 0
            && ((mode & UnderstandsEscapes) != 0 || Kernel32.SetConsoleMode(handle, mode | UnderstandsEscapes) != 0);
    }

    public int? Columns(int stream)
    {
        var sizes = stackalloc short[SizeOfSizes];
        return Kernel32.ConsoleSize(Handle(stream), sizes) != 0 && sizes[RightAt] >= sizes[LeftAt] ? sizes[RightAt] - sizes[LeftAt] + 1 : null;
    }

    public void WriteToPipe(SafeFileHandle pipe, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            uint put;
            fixed (byte* start = bytes)
                if (Kernel32.Write(pipe, start, (uint)bytes.Length, &put, null) == 0) throw WindowsFailure.Of("written to", "The pipe");
            bytes = bytes[(int)put..];
        }
    }

    public int ReadFromPipe(SafeFileHandle pipe, Span<byte> into)
    {
        uint got;
        fixed (byte* start = into)
            if (Kernel32.Read(pipe, start, (uint)into.Length, &got, null) != 0) return (int)got;
        return WindowsFailure.Last == Win32Error.BrokenPipe ? 0 : throw WindowsFailure.Of("read", "The pipe");
    }

    static nint Handle(int stream) => Kernel32.Standard(stream == 1 ? Out : Err);

    static bool WriteText(nint console, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            uint put;
            fixed (char* start = text)
                if (Kernel32.WriteConsole(console, start, (uint)Math.Min(text.Length, PieceOfText), &put, 0) == 0) return false;
            text = text[(int)put..];
        }
        return true;
    }

    static bool WriteBytes(nint handle, ReadOnlySpan<byte> bytes)
    {
        using var file = new SafeFileHandle(handle, ownsHandle: false);
        while (!bytes.IsEmpty)
        {
            uint put;
            fixed (byte* start = bytes)
                if (Kernel32.Write(file, start, (uint)bytes.Length, &put, null) == 0)
                    return WindowsFailure.Last is Win32Error.BrokenPipe or Win32Error.NoData ? false : throw WindowsFailure.Of("written", "A standard stream");
            bytes = bytes[(int)put..];
        }
        return true;
    }
}
