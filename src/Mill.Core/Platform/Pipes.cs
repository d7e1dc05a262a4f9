using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform;

/// <summary>Reading and writing the ends of a pipe.</summary>
internal static class Pipes
{
    const int PieceSize = 16 << 10;

    /// <summary>Writes everything; <see cref="IOException"/> when nobody reads any more.</summary>
    public static void WriteAll(SafeFileHandle pipe, ReadOnlySpan<byte> bytes)
    {
        if (!Descriptors.TryWriteAll(pipe, bytes)) throw Failure.Of("written to", "The pipe");
    }

    /// <summary>Reads until the other end is closed.</summary>
    public static byte[] ReadToEnd(SafeFileHandle pipe)
    {
        using var all = new MemoryStream();
        var piece = new byte[PieceSize];
        while (Descriptors.Read(pipe, piece) is not 0 and var got)
        {
            if (got < 0) throw Failure.Of("read", "The pipe");
            all.Write(piece, 0, got);
        }
        return all.ToArray();
    }
}
