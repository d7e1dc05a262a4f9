using System.Runtime.InteropServices;

namespace Mill.Platform.Posix;

/// <summary>What is known of the terminal behind a standard stream.</summary>
internal static unsafe partial class Terminal
{
    const nuint TIOCGWINSZ = 0x5413; // asm-generic/ioctls.h

    /// <summary>Whether a descriptor is a terminal.</summary>
    public static bool Is(int descriptor) => isatty(descriptor) == 1;

    /// <summary>How many columns the terminal has; null where there is none or it does not say.</summary>
    public static int? Columns(int descriptor)
    {
        WindowSize size;
        return OperatingSystem.IsLinux() && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.Columns > 0 ? size.Columns : null;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }

    [LibraryImport("libc")]
    private static partial int isatty(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(int descriptor, nuint request, WindowSize* size);
}
