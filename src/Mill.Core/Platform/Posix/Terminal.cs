using System.Runtime.InteropServices;

namespace Mill.Platform.Posix;

/// <summary>What is known of the terminal behind a standard stream.</summary>
internal static unsafe partial class Terminal
{
    // TIOCGWINSZ: asm-generic/ioctls.h, sys/ttycom.h
    static readonly nuint s_windowSize = OperatingSystem.IsMacOS() ? 0x40087468u : 0x5413u;

    /// <summary>Whether a descriptor is a terminal.</summary>
    public static bool Is(int descriptor) => isatty(descriptor) == 1;

    /// <summary>How many columns the terminal has; null where there is none or it does not say.</summary>
    public static int? Columns(int descriptor)
    {
        WindowSize size;
        return LibcVariadic.Device(descriptor, s_windowSize, &size) == 0 && size.Columns > 0 ? size.Columns : null;
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
}
