using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Tests.Harness;

/// <summary>The few system calls that tests need.</summary>
static partial class Libc
{
    public const int Hup = 1, Int = 2, Kill = 9, Pipe = 13, Term = 15, Cont = 18, Stop = 19, Urg = 23, Winch = 28;

    /// <summary>Sends a signal to a process, or to a group when the number is negative; true when it arrived.</summary>
    public static bool Signal(int pid, int signal) => pid is not (0 or 1 or -1) && kill(pid, signal) == 0;

    /// <summary>Takes a signal as the system does unless told otherwise.</summary>
    public static void TakeAsUsual(int number) => signal(number, 0);

    /// <summary>How long this thread was on a processor, which others on the machine do not change.</summary>
    public static unsafe TimeSpan TimeOfThisThread()
    {
        var time = stackalloc long[2];
        Assert.Equal(0, clock_gettime(ThreadClock, time));
        return TimeSpan.FromSeconds(time[0]) + TimeSpan.FromMicroseconds(time[1] / 1000.0);
    }

    /// <summary>Makes a named pipe.</summary>
    public static bool MakeFifo(string path) => mkfifo(path, 0x180) == 0;

    /// <summary>Whether these tests run as root.</summary>
    public static bool IsRoot => geteuid() == 0;

    /// <summary>Holds the kernel's lock on a whole file until disposed; null when somebody else has it.</summary>
    public static IDisposable? Lock(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (Set(file.SafeFileHandle, WriteLock)) return new HeldLock(file);
        file.Dispose();
        return null;
    }

    static bool Set(SafeHandle file, short type)
    {
        var wanted = new FileLock { Type = type };
        return fcntl(file, SetOfdLock, ref wanted) == 0;
    }

    // Closing alone does not give it back while a child that another thread launches has a copy.
    sealed class HeldLock(FileStream file) : IDisposable
    {
        public void Dispose()
        {
            Set(file.SafeFileHandle, NoLock);
            file.Dispose();
        }
    }

    /// <summary>A second handle of what an open one is of, as a process has that is being launched.</summary>
    public static SafeFileHandle Copy(SafeHandle file) => new(fcntl(file, CopyKeptBack, 0), ownsHandle: true);

    /// <summary>Lets what is launched inherit a descriptor, as careless programs do.</summary>
    public static void LetInherit(SafeHandle file) => fcntl(file, SetFlags, 0);

    const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID
    const int SetFlags = 2; // F_SETFD
    const int CopyKeptBack = 1030; // F_DUPFD_CLOEXEC
    const short WriteLock = 1, NoLock = 2; // F_WRLCK, F_UNLCK
    const int SetOfdLock = 37; // F_OFD_SETLK, linux fcntl.h

    struct FileLock
    {
        public short Type, Whence;
        public long Start, Length;
        public int Pid;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(SafeHandle file, int command, ref FileLock argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(SafeHandle file, int command, nint argument);

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint handler);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc")]
    private static unsafe partial int clock_gettime(int clock, long* time);
}
