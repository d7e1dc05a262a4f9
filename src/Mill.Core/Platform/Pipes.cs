using Microsoft.Win32.SafeHandles;

namespace Mill.Platform;

/// <summary>Reading and writing the ends of a pipe.</summary>
internal static class Pipes
{
    const int PieceSize = 16 << 10;

    /// <summary>Writes everything; <see cref="IOException"/> when nobody reads any more.</summary>
    public static void WriteAll(SafeFileHandle pipe, ReadOnlySpan<byte> bytes) => Current.Streams.WriteToPipe(pipe, bytes);

    /// <summary>Reads until the other end is closed.</summary>
    public static byte[] ReadToEnd(SafeFileHandle pipe)
    {
        using var all = new MemoryStream();
        var piece = new byte[PieceSize];
        while (Current.Streams.ReadFromPipe(pipe, piece) is > 0 and var got) all.Write(piece, 0, got);
        return all.ToArray();
    }
}
