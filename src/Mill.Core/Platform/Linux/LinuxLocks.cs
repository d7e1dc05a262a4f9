using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Mill.Liveness;
using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Platform.Linux;

/// <summary>Locks of open file descriptions: inherited with the descriptor, gone with its last copy.</summary>
internal sealed unsafe class LinuxLocks : ILocks
{
    const int Attempts = 10;

    public KernelLock? TryTake(string path, bool create)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var handle = Open(path, create);
            if (!TryLock(handle, path)) return null;
            if (StillNamed(handle, path, out var file)) return new KernelLock(handle, file);
            handle.Dispose();
        }
        return null;
    }

    public ILockPlace? TryQueue(string path) => Opening.TryOpen(path, OpenFlags.ReadWrite) is { } handle ? LockQueue.Join(handle) : null;

    public void Release(KernelLock taken)
    {
        var range = RawLock.Itself with { Kind = RawLock.Free };
        _ = LinuxLibc.Lock(taken.Handle, RawLock.Take, &range);
        taken.Dispose();
    }

    public LockAnswer Ask(string path, FileId? expected = null)
    {
        try
        {
            using var handle = Opening.TryOpen(path, OpenFlags.Read);
            return handle is null ? CannotTell($"{path} is missing") : Ask(handle, path, expected);
        }
        catch (NotAFileException damage) { return CannotTell(damage.Message); }
        catch (UnauthorizedAccessException denied) { return CannotTell(denied.Message); }
        catch (IOException unreadable) { return CannotTell(unreadable.Message); }
    }

    static LockAnswer Ask(SafeFileHandle handle, string path, FileId? expected)
    {
        if (!Status.TryLook(handle, out var status)) return CannotTell($"{path} cannot be looked at");
        if (expected is { } one && one != status.Id)
            return CannotTell($"{path} is another file than the one that was locked");
        RawFileSystem system;
        if (LinuxLibc.FileSystem(handle, &system) != 0) return CannotTell($"the file system of {path} is not known");
        if (!system.Facts.HasLocks) return CannotTell($"locks on {system.Facts.Name} cannot be trusted");
        var range = RawLock.Itself;
        if (LinuxLibc.Lock(handle, RawLock.Ask, &range) != 0) return CannotTell(Failure.Words(Failure.Last));
        return new LockAnswer(range.IsFree ? Sign.No : Sign.Yes, null);
    }

    static LockAnswer CannotTell(string reason) => new(Sign.Unknown, reason);

    static SafeFileHandle Open(string path, bool create) => create
        ? Opening.OpenOrCreate(path, OpenFlags.ReadWrite)
        : Opening.TryOpen(path, OpenFlags.ReadWrite) ?? throw Failure.Of(Errno.NotThere, "locked", path);

    static bool TryLock(SafeFileHandle handle, string path)
    {
        var range = RawLock.Itself;
        if (LinuxLibc.Lock(handle, RawLock.Take, &range) == 0) return true;
        var error = Failure.Last;
        handle.Dispose();
        return error == Errno.TryAgain || error == Errno.NoAccess ? false : throw new MillException(
            MillError.HomeHasNoLocks, $"{path} cannot be locked: {Failure.Words(error)}.", path);
    }

    static bool StillNamed(SafeFileHandle handle, string path, out FileId file)
    {
        file = Status.TryLook(handle, out var held) ? held.Id : throw Failure.Of("looked at", path);
        return Status.TryLook(path, out var named) && named.Id == file;
    }
}

/// <summary>A lock's range (struct flock of 64-bit systems).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RawLock
{
    /// <summary>F_OFD_GETLK and F_OFD_SETLK.</summary>
    public const int Ask = 36, Take = 37;

    /// <summary>F_UNLCK.</summary>
    public const short Free = 2;

    const short ForWriting = 1;

    /// <summary>Where the places of those who wait begin.</summary>
    public const long Far = 1L << 62;

    /// <summary>A length that has no end.</summary>
    public const long ToTheEnd = 0;

    /// <summary>What kind of lock.</summary>
    public short Kind;
    short _whence;
    long _start;
    long _length;
    long _pid;

    /// <summary>The lock itself: all of the file, however long it may become.</summary>
    public static RawLock Itself => Bytes(0, Far);

    /// <summary>A write lock on some bytes, there or not.</summary>
    public static RawLock Bytes(long from, long length) => new() { Kind = ForWriting, _start = from, _length = length };

    /// <summary>Where the range begins, or a lock that was asked about.</summary>
    public readonly long Start => _start;

    /// <summary>Whether nobody held it when it was asked for.</summary>
    public readonly bool IsFree => Kind == Free;
}
