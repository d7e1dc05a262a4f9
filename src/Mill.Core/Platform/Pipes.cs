using Microsoft.Win32.SafeHandles;

namespace Mill.Platform;

/// <summary>Reading and writing the ends of a pipe.</summary>
internal static class Pipes
{
    /// <summary>Writes everything.</summary>
    public static void WriteAll(SafeFileHandle pipe, ReadOnlySpan<byte> bytes) => throw new NotImplementedException();

    /// <summary>Reads until the other end is closed.</summary>
    public static byte[] ReadToEnd(SafeFileHandle pipe) => throw new NotImplementedException();
}
