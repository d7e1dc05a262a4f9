using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>A place among those who wait for a lock: one byte each, far behind the lock itself, locked while its owner
/// waits. The kernel gives up the place of whoever dies.</summary>
internal sealed class LockQueue : ILockPlace
{
    const int MostLooks = 100_000;

    readonly SafeFileHandle _handle;
    readonly long _place;

    LockQueue(SafeFileHandle handle, long place) => (_handle, _place) = (handle, place);

    public bool IsFirst => _place == RangeLock.Far || FirstHeld(_handle, RangeLock.Far, _place - RangeLock.Far) is null;

    /// <summary>Takes the place behind all others; null where there is none: so many cannot wait, but a stranger can lock as much as he likes.</summary>
    public static LockQueue? Join(SafeFileHandle handle)
    {
        var place = RangeLock.Far;
        // Behind a lock without end there is no place, however often one looks.
        var most = FirstHeld(handle, long.MaxValue, RangeLock.ToTheEnd) is null ? MostLooks : 0;
        for (var looks = 0; looks < most; looks++)
            if (FirstHeld(handle, place, RangeLock.ToTheEnd) is { } taken) place = taken + 1;
            else if (RangeLock.TryTake(handle, place, 1)) return new LockQueue(handle, place);
        handle.Dispose();
        return null;
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
