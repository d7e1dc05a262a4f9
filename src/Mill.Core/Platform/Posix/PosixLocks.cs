using Microsoft.Win32.SafeHandles;
using Mill.Liveness;
using Mill.Runs;

namespace Mill.Platform.Posix;

/// <summary>Locks of open file descriptions: inherited with the descriptor, gone with its last copy.</summary>
/// <param name="fileSystem">What the file system of an open file can do; null where that is not known.</param>
internal sealed class PosixLocks(Func<SafeFileHandle, FileSystemFacts?> fileSystem) : ILocks
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
        if (taken.Handle.IsClosed) return;
        RangeLock.Release(taken.Handle, 0, RangeLock.Far);
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

    LockAnswer Ask(SafeFileHandle handle, string path, FileId? expected)
    {
        if (!Status.TryLook(handle, out var status)) return CannotTell($"{path} cannot be looked at");
        if (expected is { } one && one != status.Id)
            return CannotTell($"{path} is another file than the one that was locked");
        if (fileSystem(handle) is not { } system) return CannotTell($"the file system of {path} is not known");
        if (!system.HasLocks) return CannotTell($"locks on {system.Name} cannot be trusted");
        if (!RangeLock.TryAsk(handle, 0, RangeLock.Far, out var held)) return CannotTell(Failure.Words(Failure.Last));
        return new LockAnswer(held is null ? Sign.No : Sign.Yes, null);
    }

    static LockAnswer CannotTell(string reason) => new(Sign.Unknown, reason);

    static SafeFileHandle Open(string path, bool create) => create
        ? Opening.OpenOrCreate(path, OpenFlags.ReadWrite)
        : Opening.TryOpen(path, OpenFlags.ReadWrite) ?? throw Failure.Of(Errno.NotThere, "locked", path);

    static bool TryLock(SafeFileHandle handle, string path)
    {
        if (RangeLock.TryTake(handle, 0, RangeLock.Far)) return true;
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
