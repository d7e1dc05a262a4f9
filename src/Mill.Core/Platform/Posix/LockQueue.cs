using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>A place among those who wait for a lock: one byte each, far behind the lock itself, locked while its owner
/// waits. The kernel gives up the place of whoever dies.</summary>
internal sealed class LockQueue : ILockPlace
{
    readonly SafeFileHandle _handle;
    readonly long _place;

    LockQueue(SafeFileHandle handle, long place) => (_handle, _place) = (handle, place);

    public bool IsFirst => _place == RangeLock.Far || FirstHeld(_handle, RangeLock.Far, _place - RangeLock.Far) is null;

    /// <summary>Takes the place behind all others; null where a stranger has taken all of them.</summary>
    public static LockQueue? Join(SafeFileHandle handle)
    {
        if (FirstHeld(handle, long.MaxValue - 1, 1) is not null)
        {
            handle.Dispose();
            return null;
        }
        for (var place = RangeLock.Far; ;)
        {
            while (FirstHeld(handle, place, RangeLock.ToTheEnd) is { } taken) place = taken + 1;
            if (RangeLock.TryTake(handle, place, 1)) return new LockQueue(handle, place);
        }
    }

    public void Dispose()
    {
        if (_handle.IsClosed) return;
        RangeLock.Release(_handle, _place, 1);
        _handle.Dispose();
    }

    static long? FirstHeld(SafeFileHandle handle, long from, long length) =>
        RangeLock.TryAsk(handle, from, length, out var held) ? held : null;
}
