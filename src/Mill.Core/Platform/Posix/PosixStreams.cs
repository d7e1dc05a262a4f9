using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>Standard streams, written to with the system's own call: a FileStream would write at places of its own and leave
/// the position, which is shared with other processes, where it was.</summary>
internal sealed unsafe partial class PosixStreams : IStreams
{
    const int EINTR = 4, EBADF = 9, EPIPE = 32;
    const short POLLOUT = 4;
    const int ReadAndWrite = 2; // O_RDWR

    public bool Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint written;
            fixed (byte* start = bytes) written = write(descriptor, start, (nuint)bytes.Length);
            if (written >= 0) bytes = bytes[(int)written..];
            else if (Marshal.GetLastPInvokeError() == EBADF) return true; // The caller has closed it, and wants nothing.
            else if (!Retry(descriptor, Marshal.GetLastPInvokeError())) return false;
        }
        return true;
    }

    public void FillClosed()
    {
        while (open("/dev/null"u8, ReadAndWrite) is >= 0 and var number)
            if (number > 2)
            {
                _ = Libc.Close(number);
                return;
            }
    }

    public bool ShowsColours(int stream) => Terminal.Is(stream) && Surroundings.Term is { Length: > 0 } term and not "dumb";

    public int? Columns(int stream) => Terminal.Columns(stream);

    public void WriteToPipe(SafeFileHandle pipe, ReadOnlySpan<byte> bytes)
    {
        if (!Descriptors.TryWriteAll(pipe, bytes)) throw Failure.Of("written to", "The pipe");
    }

    public int ReadFromPipe(SafeFileHandle pipe, Span<byte> into) =>
        Descriptors.Read(pipe, into) is >= 0 and var got ? got : throw Failure.Of("read", "The pipe");

    static bool Retry(int descriptor, int error)
    {
        if (error == EPIPE) return false;
        if (error == EINTR) return true;
        if (error != (OperatingSystem.IsLinux() ? 11 : 35)) throw new IOException(
            $"Standard {(descriptor == 1 ? "output" : "error")} cannot be written: {new Win32Exception(error).Message}.");
        // Whoever shares the description made it non-blocking: wait for room.
        var wait = new PollRequest { Descriptor = descriptor, Events = POLLOUT };
        _ = poll(&wait, 1, -1);
        return true;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* bytes, nuint count);

    static int open(ReadOnlySpan<byte> path, int flags)
    {
        fixed (byte* start = path) return open(start, flags);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int open(byte* path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(PollRequest* requests, nuint count, int milliseconds);
}
