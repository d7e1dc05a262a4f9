using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Linux;

/// <summary>A place among those who wait for a lock: one byte each, far behind the lock itself, locked while its owner waits.
/// The kernel gives up the place of whoever dies.</summary>
internal sealed unsafe class LockQueue : ILockPlace
{
    readonly SafeFileHandle _handle;
    readonly long _place;

    LockQueue(SafeFileHandle handle, long place) => (_handle, _place) = (handle, place);

    public bool IsFirst => _place == RawLock.Far || FirstHeld(_handle, RawLock.Far, _place - RawLock.Far) is null;

    /// <summary>Takes the place behind all others.</summary>
    public static LockQueue Join(SafeFileHandle handle)
    {
        for (var place = RawLock.Far; ;)
        {
            while (FirstHeld(handle, place, RawLock.ToTheEnd) is { } taken) place = taken + 1;
            var range = RawLock.Bytes(place, 1);
            if (LinuxLibc.Lock(handle, RawLock.Take, &range) == 0) return new LockQueue(handle, place);
        }
    }

    public void Dispose()
    {
        if (_handle.IsClosed) return;
        var range = RawLock.Bytes(_place, 1) with { Kind = RawLock.Free };
        _ = LinuxLibc.Lock(_handle, RawLock.Take, &range);
        _handle.Dispose();
    }

    static long? FirstHeld(SafeFileHandle handle, long from, long length)
    {
        var range = RawLock.Bytes(from, length);
        return LinuxLibc.Lock(handle, RawLock.Ask, &range) == 0 && !range.IsFree ? Math.Max(from, range.Start) : null;
    }
}
