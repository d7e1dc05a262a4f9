using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>A place among those who wait for a lock: one byte each, far behind the end of the file, locked while its owner waits.
/// The system gives up the place of whoever dies.</summary>
internal sealed unsafe class WindowsLockQueue : ILockPlace
{
    const long Far = 1L << 40;
    const int Places = 4096;
    const uint AtOnceAndAlone = 0x1 | 0x2; // LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK

    readonly SafeFileHandle _handle;
    readonly long _place;

    WindowsLockQueue(SafeFileHandle handle, long place) => (_handle, _place) = (handle, place);

    public bool IsFirst
    {
        get
        {
            if (_place == 0) return true;
            // What lies before is ours for an instant where nobody has a place in it.
            if (!TryLock(_handle, 0, _place)) return false;
            Unlock(_handle, 0, _place);
            return true;
        }
    }

    /// <summary>Takes the place behind all others; null where there are too many.</summary>
    public static WindowsLockQueue? Join(SafeFileHandle handle)
    {
        for (var place = 0; place < Places; place++)
            if (IsFreeFrom(handle, place) && TryLock(handle, place, 1)) return new WindowsLockQueue(handle, place);
        handle.Dispose();
        return null;
    }

    public void Dispose()
    {
        if (_handle.IsClosed) return;
        Unlock(_handle, _place, 1);
        _handle.Dispose();
    }

    static bool IsFreeFrom(SafeFileHandle handle, long place)
    {
        if (!TryLock(handle, place, Places)) return false;
        Unlock(handle, place, Places);
        return true;
    }

    static bool TryLock(SafeFileHandle handle, long place, long count)
    {
        var at = Offset.Of(Far + place);
        return Kernel32.LockBytes(handle, AtOnceAndAlone, 0, (uint)count, 0, &at) != 0;
    }

    static void Unlock(SafeFileHandle handle, long place, long count)
    {
        var at = Offset.Of(Far + place);
        _ = Kernel32.UnlockBytes(handle, 0, (uint)count, 0, &at);
    }
}
