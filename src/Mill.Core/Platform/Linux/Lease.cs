using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>Leases (fcntl.h): one for reading is given only on a file that nobody has open to write.</summary>
internal static class Lease
{
    const int SetSignal = 10, Set = 1024;
    const int ForReading = 0, Free = 2;

    /// <summary>Whether one is refused since somebody has the file open to write. One that is got is given back.</summary>
    public static bool Refused(SafeFileHandle file)
    {
        // Whoever wants to write meanwhile would have us told by a signal that ends; this one does nothing.
        _ = LibcVariadic.Control(file, SetSignal, Signals.Urgent);
        if (LibcVariadic.Control(file, Set, ForReading) != 0) return Failure.Last == Errno.TryAgain;
        _ = LibcVariadic.Control(file, Set, Free);
        return false;
    }
}
