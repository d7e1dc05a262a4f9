using Microsoft.Win32.SafeHandles;

namespace Mill.Platform;

/// <summary>This process's standard streams, and pipes.</summary>
internal interface IStreams
{
    /// <summary>Puts the null device in the place of every standard stream that the caller has closed: else the first
    /// files opened could take their places, and be written to.</summary>
    void FillClosed();
    /// <summary>Writes everything to standard output (1) or standard error (2); false when the reader is gone.</summary>
    bool Write(int stream, ReadOnlySpan<byte> bytes);
    /// <summary>Whether a standard stream is a terminal that shows colours.</summary>
    bool ShowsColours(int stream);
    /// <summary>How many columns the terminal behind a stream has; null where there is none or it does not say.</summary>
    int? Columns(int stream);
    /// <summary>Writes everything to a pipe; <see cref="IOException"/> when nobody reads any more.</summary>
    void WriteToPipe(SafeFileHandle pipe, ReadOnlySpan<byte> bytes);
    /// <summary>Reads what a pipe has, at least a byte; 0 when the other end is closed.</summary>
    int ReadFromPipe(SafeFileHandle pipe, Span<byte> into);
}
