using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>Calls of the C library that every Unix has in the same form. The error is the last P/Invoke error unless
/// said otherwise.</summary>
internal static unsafe partial class Libc
{
    const string Library = "libc";

    /// <summary>Reads from where the descriptor stands.</summary>
    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, byte* into, nuint count);

    /// <summary>Writes where the descriptor stands.</summary>
    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, byte* from, nuint count);

    /// <summary>Reads at an offset.</summary>
    [LibraryImport(Library, EntryPoint = "pread", SetLastError = true)]
    public static partial nint ReadAt(SafeFileHandle file, byte* into, nuint count, long offset);

    /// <summary>Writes at an offset.</summary>
    [LibraryImport(Library, EntryPoint = "pwrite", SetLastError = true)]
    public static partial nint WriteAt(SafeFileHandle file, byte* from, nuint count, long offset);

    /// <summary>Moves a descriptor's place in its file.</summary>
    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(SafeFileHandle file, long offset, int whence);

    /// <summary>Closes a descriptor that nobody wraps.</summary>
    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    /// <summary>Gives a file another size.</summary>
    [LibraryImport(Library, EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int Cut(SafeFileHandle file, long size);

    /// <summary>Waits until one of some descriptors is ready.</summary>
    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    /// <summary>Removes a name.</summary>
    [LibraryImport(Library, EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unlink(string path);

    /// <summary>Removes a name in an open folder.</summary>
    [LibraryImport(Library, EntryPoint = "unlinkat", SetLastError = true)]
    public static partial int UnlinkAt(SafeFileHandle folder, byte* name, int flags);

    /// <summary>Removes an empty folder.</summary>
    [LibraryImport(Library, EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RemoveFolder(string path);

    /// <summary>Makes a folder.</summary>
    [LibraryImport(Library, EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFolder(string path, uint mode);

    /// <summary>Sets the mode of what a path names.</summary>
    [LibraryImport(Library, EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetMode(string path, uint mode);

    /// <summary>Sets the mode of an open file.</summary>
    [LibraryImport(Library, EntryPoint = "fchmod", SetLastError = true)]
    public static partial int SetMode(SafeFileHandle file, uint mode);

    /// <summary>Puts a name in another's place.</summary>
    [LibraryImport(Library, EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(string from, string to);

    /// <summary>Asks whether this user may do something with a path.</summary>
    [LibraryImport(Library, EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int what);

    /// <summary>Reads a link.</summary>
    [LibraryImport(Library, EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ReadLink(string path, byte* into, nuint count);

    /// <summary>Follows every link in a path; null for an error.</summary>
    [LibraryImport(Library, EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* RealPath(string path, byte* into);

    /// <summary>The user that this process acts as.</summary>
    [LibraryImport(Library, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    /// <summary>Begins a session.</summary>
    [LibraryImport(Library, EntryPoint = "setsid", SetLastError = true)]
    public static partial int BeginSession();

    /// <summary>A figure of the system.</summary>
    [LibraryImport(Library, EntryPoint = "sysconf", SetLastError = true)]
    public static partial long Figure(int name);

    /// <summary>Reads a limit of this process.</summary>
    [LibraryImport(Library, EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetLimit(int which, ResourceLimit* limit);

    /// <summary>Sets a limit of this process.</summary>
    [LibraryImport(Library, EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetLimit(int which, ResourceLimit* limit);

    /// <summary>Waits for a child.</summary>
    [LibraryImport(Library, EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitFor(int pid, int* status, int options);

    /// <summary>Waits for a child and says what it used.</summary>
    [LibraryImport(Library, EntryPoint = "wait4", SetLastError = true)]
    public static partial int WaitFor(int pid, int* status, int options, byte* usage);

    /// <summary>Sends a signal to a pid, or to everybody in a group, which is given as a negative number. Whoever calls it has to be
    /// sure that the number is nobody else's by now.</summary>
    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static partial int SendSignal(int pid, int signal);

    /// <summary>Reads or sets what a signal does.</summary>
    [LibraryImport(Library, EntryPoint = "sigaction", SetLastError = true)]
    public static partial int SetAction(int signal, byte* action, byte* before);

    /// <summary>Sets this thread's mask; answers with the error.</summary>
    [LibraryImport(Library, EntryPoint = "pthread_sigmask")]
    public static partial int SetMask(int how, SignalSet* set, SignalSet* before);
}

/// <summary>One line of a poll.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    /// <summary>The descriptor; a negative one is passed over.</summary>
    public int Descriptor;
    /// <summary>What is waited for.</summary>
    public short Wanted;
    /// <summary>What came.</summary>
    public short Seen;
}

/// <summary>A limit of a process.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceLimit
{
    /// <summary>What holds.</summary>
    public ulong Soft;
    /// <summary>How far it may be raised.</summary>
    public ulong Hard;
}
