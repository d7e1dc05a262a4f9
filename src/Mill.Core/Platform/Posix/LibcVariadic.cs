using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>
/// Functions that take a variable number of arguments. Everywhere but on Apple's arm64 those are passed like all
/// others. There they lie on the stack, each in eight bytes, however many registers are free: with the eight argument
/// registers filled up by what nobody reads, the argument that counts lies where it is looked for.
/// </summary>
internal static unsafe partial class LibcVariadic
{
    const string Library = "libc";

    static readonly bool s_onStack = OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>Opens a path given as bytes; the descriptor, or negative.</summary>
    public static int Open(byte* path, int flags, uint mode) =>
        s_onStack ? Open(path, flags, 0, 0, 0, 0, 0, 0, (nint)mode) : Open(path, flags, (nint)mode);

    /// <summary>Opens a path.</summary>
    public static int Open(string path, int flags, uint mode) =>
        s_onStack ? Open(path, flags, 0, 0, 0, 0, 0, 0, (nint)mode) : Open(path, flags, (nint)mode);

    /// <summary>Opens a name in an open folder.</summary>
    public static int OpenAt(SafeFileHandle folder, byte* name, int flags, uint mode) =>
        s_onStack ? OpenAt(folder, name, flags, 0, 0, 0, 0, 0, (nint)mode) : OpenAt(folder, name, flags, (nint)mode);

    /// <summary>Asks or sets something of a descriptor.</summary>
    public static int Control(SafeFileHandle file, int command, nint argument) =>
        s_onStack ? Control(file, command, 0, 0, 0, 0, 0, 0, argument) : ControlPlainly(file, command, argument);

    /// <summary>The same by number.</summary>
    public static int Control(int descriptor, int command, nint argument) =>
        s_onStack ? Control(descriptor, command, 0, 0, 0, 0, 0, 0, argument) : ControlPlainly(descriptor, command, argument);

    /// <summary>Asks or sets something of a device.</summary>
    public static int Device(int descriptor, nuint request, void* argument) =>
        s_onStack ? Device(descriptor, request, 0, 0, 0, 0, 0, 0, argument) : DevicePlainly(descriptor, request, argument);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte* path, int flags, nint mode);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte* path, int flags, nint c, nint d, nint e, nint f, nint g, nint h, nint mode);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, nint mode);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, nint c, nint d, nint e, nint f, nint g, nint h, nint mode);

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAt(SafeFileHandle folder, byte* name, int flags, nint mode);

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAt(SafeFileHandle folder, byte* name, int flags, nint d, nint e, nint f, nint g, nint h, nint mode);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlPlainly(SafeFileHandle file, int command, nint argument);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, nint c, nint d, nint e, nint f, nint g, nint h, nint argument);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlPlainly(int descriptor, int command, nint argument);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, nint c, nint d, nint e, nint f, nint g, nint h, nint argument);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int DevicePlainly(int descriptor, nuint request, void* argument);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Device(int descriptor, nuint request, nint c, nint d, nint e, nint f, nint g, nint h, void* argument);
}
