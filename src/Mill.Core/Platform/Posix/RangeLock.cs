using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>Locks for writing on stretches of a file, there or not, that an open description holds (F_OFD_GETLK and
/// F_OFD_SETLK of fcntl.h; macOS has them since 10.15).</summary>
internal static unsafe class RangeLock
{
    /// <summary>Where the places of those who wait begin; the lock itself is all before it, however long the file may
    /// become.</summary>
    public const long Far = 1L << 62;

    /// <summary>A length that has no end.</summary>
    public const long ToTheEnd = 0;

    const short Free = 2; // F_UNLCK, on both

    /// <summary>Takes a stretch; false for an error, also when somebody holds a part of it.</summary>
    public static bool TryTake(SafeFileHandle file, long from, long length) => OperatingSystem.IsMacOS()
        ? Set(file, new MacForm { Start = from, Length = length, Kind = MacForm.ForWriting })
        : Set(file, new LinuxForm { Start = from, Length = length, Kind = LinuxForm.ForWriting });

    /// <summary>Gives a stretch back.</summary>
    public static void Release(SafeFileHandle file, long from, long length) => _ = OperatingSystem.IsMacOS()
        ? Set(file, new MacForm { Start = from, Length = length, Kind = Free })
        : Set(file, new LinuxForm { Start = from, Length = length, Kind = Free });

    /// <summary>Asks, without taking anything, where in a stretch the first byte is that somebody else holds; false for
    /// an error.</summary>
    public static bool TryAsk(SafeFileHandle file, long from, long length, out long? held)
    {
        held = null;
        var mac = new MacForm { Start = from, Length = length, Kind = MacForm.ForWriting };
        var linux = new LinuxForm { Start = from, Length = length, Kind = LinuxForm.ForWriting };
        var (answered, kind) = OperatingSystem.IsMacOS()
            ? (LibcVariadic.Control(file, MacForm.Ask, (nint)(&mac)) == 0, mac.Kind)
            : (LibcVariadic.Control(file, LinuxForm.Ask, (nint)(&linux)) == 0, linux.Kind);
        if (answered && kind != Free) held = Math.Max(from, OperatingSystem.IsMacOS() ? mac.Start : linux.Start);
        return answered;
    }

    static bool Set(SafeFileHandle file, MacForm range) => LibcVariadic.Control(file, MacForm.Take, (nint)(&range)) == 0;

    static bool Set(SafeFileHandle file, LinuxForm range) => LibcVariadic.Control(file, LinuxForm.Take, (nint)(&range)) == 0;

    /// <summary>struct flock of 64-bit Linux (asm-generic/fcntl.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LinuxForm
    {
        public const int Ask = 36, Take = 37;
        public const short ForWriting = 1;
        public short Kind;
        public short Whence;
        public long Start;
        public long Length;
        public int Pid;
    }

    /// <summary>struct flock of macOS (sys/fcntl.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MacForm
    {
        public const int Ask = 92, Take = 90;
        public const short ForWriting = 3;
        public long Start;
        public long Length;
        public int Pid;
        public short Kind;
        public short Whence;
    }
}
