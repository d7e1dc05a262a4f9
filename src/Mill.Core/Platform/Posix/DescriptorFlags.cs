using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>What can be asked of and set on a descriptor (fcntl.h).</summary>
internal static class DescriptorFlags
{
    const int GetFlags = 1, SetFlags = 2, GetStatus = 3, SetStatus = 4;
    const int CloseOnExec = 1;
    const int FirstHigh = 10;
    static readonly int s_duplicateClosed = OperatingSystem.IsMacOS() ? 67 : 1030;

    /// <summary>Duplicates a descriptor to a number that no launch gives away.</summary>
    public static SafeFileHandle DuplicateHigh(SafeFileHandle source)
    {
        var number = LibcVariadic.Control(source, s_duplicateClosed, FirstHigh);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw Failure.Refused("another descriptor");
    }

    /// <summary>Lets a descriptor wait again, for programs that it is handed to.</summary>
    public static void LetBlock(SafeFileHandle file) =>
        _ = LibcVariadic.Control(file, SetStatus, LibcVariadic.Control(file, GetStatus, 0) & ~OpenFlags.NonBlocking);

    /// <summary>Lets nothing wait on a descriptor.</summary>
    public static void NeverBlock(SafeFileHandle file) =>
        _ = LibcVariadic.Control(file, SetStatus, LibcVariadic.Control(file, GetStatus, 0) | OpenFlags.NonBlocking);

    /// <summary>Whether a descriptor would be inherited by what is launched.</summary>
    public static bool IsInherited(int descriptor) =>
        LibcVariadic.Control(descriptor, GetFlags, 0) is >= 0 and var flags && (flags & CloseOnExec) == 0;

    /// <summary>Keeps a descriptor from what is launched.</summary>
    public static void KeepBack(int descriptor) => _ = LibcVariadic.Control(descriptor, SetFlags, CloseOnExec);
}
