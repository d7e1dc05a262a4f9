using System.Runtime.InteropServices;

namespace Mill.Platform.MacOS;

/// <summary>Calls about processes of macOS's C library: sysctl.h, libproc.h.</summary>
internal static unsafe partial class MacProcessCalls
{
    const string Library = MacLibrary.Name;

    /// <summary>Reads something of the kernel; <paramref name="size"/> is the room, and what was read.</summary>
    [LibraryImport(Library, EntryPoint = "sysctl", SetLastError = true)]
    public static partial int Read(int* name, uint nameLength, void* into, nuint* size, void* from, nuint fromSize);

    /// <summary>The same by name.</summary>
    [LibraryImport(Library, EntryPoint = "sysctlbyname", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Read(string name, void* into, nuint* size, void* from, nuint fromSize);

    /// <summary>Reads something of a process; how many bytes it was, 0 for an error.</summary>
    [LibraryImport(Library, EntryPoint = "proc_pidinfo", SetLastError = true)]
    public static partial int Inform(int pid, int what, ulong which, void* into, int size);

    /// <summary>Reads something of a process's descriptor.</summary>
    [LibraryImport(Library, EntryPoint = "proc_pidfdinfo", SetLastError = true)]
    public static partial int InformOfDescriptor(int pid, int descriptor, int what, void* into, int size);

    /// <summary>Reads what a process uses.</summary>
    [LibraryImport(Library, EntryPoint = "proc_pid_rusage", SetLastError = true)]
    public static partial int Usage(int pid, int form, void* into);

    /// <summary>The session of a process.</summary>
    [LibraryImport(Library, EntryPoint = "getsid", SetLastError = true)]
    public static partial int Session(int pid);

    /// <summary>Which machine, 16 bytes.</summary>
    [LibraryImport(Library, EntryPoint = "gethostuuid", SetLastError = true)]
    public static partial int Host(byte* id, long* timeout);

    /// <summary>Reads a clock, in nanoseconds; 0 for an error.</summary>
    [LibraryImport(Library, EntryPoint = "clock_gettime_nsec_np", SetLastError = true)]
    public static partial ulong Clock(int which);

    /// <summary>By what the kernel's own units of time are multiplied and divided to be nanoseconds.</summary>
    [LibraryImport(Library, EntryPoint = "mach_timebase_info")]
    public static partial int TimeUnit(uint* multiplierAndDivisor);
}
