using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>Calls of the C library that only Linux has, or has in this form.</summary>
internal static unsafe partial class LinuxLibc
{
    const string Library = "libc";

    /// <summary>Asks about the file system of a path.</summary>
    [LibraryImport(Library, EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FileSystem(string path, RawFileSystem* facts);

    /// <summary>Asks about the file system of an open file.</summary>
    [LibraryImport(Library, EntryPoint = "fstatfs", SetLastError = true)]
    public static partial int FileSystem(SafeFileHandle file, RawFileSystem* facts);

    /// <summary>Gives or takes room of a file.</summary>
    [LibraryImport(Library, EntryPoint = "fallocate", SetLastError = true)]
    public static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    /// <summary>Waits until what was written, and the size, are on the disk.</summary>
    [LibraryImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    public static partial int Sync(SafeFileHandle file);

    /// <summary>Says what will be done with some memory.</summary>
    [LibraryImport(Library, EntryPoint = "madvise", SetLastError = true)]
    public static partial int Advise(void* from, nuint length, int advice);

    /// <summary>Makes a counter that can be waited for.</summary>
    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int Event(uint count, int flags);

    /// <summary>Makes a descriptor that signals are read from.</summary>
    [LibraryImport(Library, EntryPoint = "signalfd", SetLastError = true)]
    public static partial int SignalReader(int descriptor, SignalSet* signals, int flags);

    /// <summary>Sets something of this process.</summary>
    [LibraryImport(Library, EntryPoint = "prctl", SetLastError = true)]
    public static partial int Control(int what, nint a, nint b, nint c, nint d);

    /// <summary>Reads a clock.</summary>
    [LibraryImport(Library, EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int Clock(int which, long* secondsAndNanoseconds);

    /// <summary>Reads on which processors this thread may run.</summary>
    [LibraryImport(Library, EntryPoint = "sched_getaffinity", SetLastError = true)]
    public static partial int GetProcessors(int thread, nuint size, byte* mask);

    /// <summary>Sets on which processors this thread may run.</summary>
    [LibraryImport(Library, EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static partial int SetProcessors(int thread, nuint size, byte* mask);

    /// <summary>Begins to report changes.</summary>
    [LibraryImport(Library, EntryPoint = "inotify_init1", SetLastError = true)]
    public static partial int Notify(int flags);

    /// <summary>Reports changes of one more folder.</summary>
    [LibraryImport(Library, EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddWatch(SafeFileHandle notify, string path, uint mask);

    /// <summary>Reports no more changes of a folder.</summary>
    [LibraryImport(Library, EntryPoint = "inotify_rm_watch", SetLastError = true)]
    public static partial int RemoveWatch(SafeFileHandle notify, int watch);

    // Not every C library that is still in use wraps these: pidfd_open, pidfd_send_signal, renameat2, getdents64, statx.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint a, nint b, nint c, nint d, nint e);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Call(nint number, nint folder, string path, nint flags, nint wanted, RawStatus* into);

    /// <summary>Looks at a path.</summary>
    public static int Look(string path, int flags, uint wanted, RawStatus* status) =>
        (int)Call(CallNumbers.Look, PathFlags.Here, path, flags, (nint)wanted, status);

    /// <summary>Looks at what a descriptor is open on.</summary>
    public static int Look(SafeFileHandle file, int flags, uint wanted, RawStatus* status)
    {
        var number = Borrow(file, out var borrowed);
        try { return (int)Call(CallNumbers.Look, number, "", flags, (nint)wanted, status); }
        finally { if (borrowed) file.DangerousRelease(); }
    }

    /// <summary>Opens a handle on a process.</summary>
    public static int OpenProcess(int pid) => (int)Call(CallNumbers.OpenProcess, pid, 0, 0, 0, 0);

    /// <summary>Sends a signal through a handle.</summary>
    public static int SendSignal(SafeFileHandle process, int signal)
    {
        var number = Borrow(process, out var borrowed);
        try { return (int)Call(CallNumbers.SendSignal, number, signal, 0, 0, 0); }
        finally { if (borrowed) process.DangerousRelease(); }
    }

    /// <summary>The group of a process.</summary>
    [LibraryImport(Library, EntryPoint = "getpgid", SetLastError = true)]
    public static partial int GroupOf(int pid);

    /// <summary>Reads entries of an open folder.</summary>
    public static int ReadFolder(SafeFileHandle folder, byte* into, int size)
    {
        var number = Borrow(folder, out var borrowed);
        try { return (int)Call(CallNumbers.ReadFolder, number, (nint)into, size, 0, 0); }
        finally { if (borrowed) folder.DangerousRelease(); }
    }

    /// <summary>Renames, and fails when the new name is taken.</summary>
    public static int RenameToFree(byte* from, byte* to) =>
        (int)Call(CallNumbers.Rename, PathFlags.Here, (nint)from, PathFlags.Here, (nint)to, RenameNoReplace);

    const int RenameNoReplace = 1;

    static nint Borrow(SafeFileHandle handle, out bool borrowed)
    {
        borrowed = false;
        handle.DangerousAddRef(ref borrowed);
        return handle.DangerousGetHandle();
    }
}
