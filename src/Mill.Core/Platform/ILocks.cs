using Microsoft.Win32.SafeHandles;
using Mill.Runs;

namespace Mill.Platform;

/// <summary>Locks on files, held by an open description: given back when the last process that has it open is gone.</summary>
internal interface ILocks
{
    /// <summary>Takes the lock on a file at once, or says null when somebody holds it. Makes the file when asked to.
    /// A lock got on a file that has meanwhile lost its name is given back, and the new file tried.</summary>
    KernelLock? TryTake(string path, bool create);

    /// <summary>Takes a place behind all who wait for a lock; null where there is no such file, or no place. Only for fairness: the lock
    /// can be got without one.</summary>
    ILockPlace? TryQueue(string path);

    /// <summary>Gives a lock back at once. Closing alone does not while a process that another thread is just launching
    /// still has a copy of the handle. One that was handed over, and so is closed here, is not ours to give back.</summary>
    void Release(KernelLock taken);

    /// <summary>Asks whether somebody holds the lock, without taking or making anything. A missing file, another file
    /// than expected, or a file system without trustworthy locks cannot tell.</summary>
    LockAnswer Ask(string path, FileId? expected = null);
}

/// <summary>A place among those who wait for a lock, kept until disposed.</summary>
internal interface ILockPlace : IDisposable
{
    /// <summary>Whether nobody is before us.</summary>
    bool IsFirst { get; }
}

/// <summary>Whether a lock is held; the reason says why it cannot be told.</summary>
internal readonly record struct LockAnswer(Liveness.Sign Held, string? Reason);

/// <summary>A lock that is held until disposed, or until every process that inherited the handle is gone.</summary>
internal sealed class KernelLock(SafeFileHandle handle, FileId file) : IDisposable
{
    /// <summary>The open description that holds it.</summary>
    public SafeFileHandle Handle { get; } = handle;
    /// <summary>The file that it is on.</summary>
    public FileId File { get; } = file;
    /// <summary>Closes this process's handle.</summary>
    public void Dispose() => Handle.Dispose();
}
