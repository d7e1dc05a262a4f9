using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>What can be asked of and set on a descriptor (fcntl.h).</summary>
internal static partial class DescriptorFlags
{
    const int GetFlags = 1, SetFlags = 2, GetStatus = 3, SetStatus = 4;
    const int CloseOnExec = 1;
    const int FirstHigh = 10;
    static readonly int s_duplicateClosed = OperatingSystem.IsMacOS() ? 67 : 1030;
    static readonly int s_nonBlocking = OperatingSystem.IsMacOS() ? 4 : 0x800;

    /// <summary>Duplicates a descriptor to a number that no launch gives away.</summary>
    public static SafeFileHandle DuplicateHigh(SafeFileHandle source)
    {
        var number = Control(source, s_duplicateClosed, FirstHigh);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw Failure.Refused("another descriptor");
    }

    /// <summary>Lets a descriptor wait again, for programs that it is handed to.</summary>
    public static void LetBlock(SafeFileHandle file) =>
        _ = Control(file, SetStatus, Control(file, GetStatus, 0) & ~s_nonBlocking);

    /// <summary>Whether a descriptor would be inherited by what is launched.</summary>
    public static bool IsInherited(int descriptor) =>
        Control(descriptor, GetFlags, 0) is >= 0 and var flags && (flags & CloseOnExec) == 0;

    /// <summary>Keeps a descriptor from what is launched.</summary>
    public static void KeepBack(int descriptor) => _ = Control(descriptor, SetFlags, CloseOnExec);

    // Variable arguments: a plain call is right on every Linux; Apple's arm64 passes them on the stack and needs its
    // own form.
    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, nint argument);
}
