using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>Calls of ntdll.dll (winternl.h).</summary>
internal static unsafe partial class Ntdll
{
    const string Library = "ntdll";

    /// <summary>STATUS_INFO_LENGTH_MISMATCH: the room does not do.</summary>
    public const int TooLittleRoom = unchecked((int)0xC0000004);

    [LibraryImport(Library, EntryPoint = "NtQuerySystemInformation")]
    public static partial int LookAtSystem(int what, void* into, uint size, uint* needed);

    [LibraryImport(Library, EntryPoint = "NtQueryInformationProcess")]
    public static partial int LookAtProcess(SafeWaitHandle process, int what, void* into, uint size, uint* needed);

    [LibraryImport(Library, EntryPoint = "NtQueryInformationFile")]
    public static partial int LookAtFile(SafeFileHandle file, void* status, void* into, uint size, int what);

    [LibraryImport(Library, EntryPoint = "NtSuspendProcess")]
    public static partial int Suspend(SafeWaitHandle process);
}
