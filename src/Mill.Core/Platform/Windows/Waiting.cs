using System.Runtime.InteropServices;

namespace Mill.Platform.Windows;

/// <summary>Waits for processes, events and notifications.</summary>
internal static unsafe class Waiting
{
    const uint ForEver = uint.MaxValue, TimeUp = 0x102; // INFINITE, WAIT_TIMEOUT
    const int Most = 64; // MAXIMUM_WAIT_OBJECTS

    /// <summary>Which of them is ready first; null when time is up. A null timeout waits for ever.</summary>
    public static int? Any(ReadOnlySpan<nint> handles, TimeSpan? timeout)
    {
        var clock = Current.Platform.Clock;
        var began = clock.GetTimestamp();
        while (true)
        {
            var left = timeout - clock.GetElapsedTime(began);
            var milliseconds = left is { } some ? (uint)Math.Clamp(Math.Ceiling(some.TotalMilliseconds), 0, ForEver - 1) : ForEver;
            var ready = TimeUp;
            if (handles.IsEmpty) Kernel32.Sleep(milliseconds);
            else fixed (nint* first = handles) ready = Kernel32.Wait((uint)Math.Min(handles.Length, Most), first, 0, milliseconds);
            if (ready < handles.Length) return (int)ready;
            if (ready != TimeUp) throw WindowsFailure.Refused("to wait");
            if (milliseconds < ForEver - 1) return null;
        }
    }

    /// <summary>Whether what a handle stands for is over, or raised.</summary>
    public static bool IsOver(SafeHandle handle) => Any([handle.DangerousGetHandle()], TimeSpan.Zero) is not null;

    /// <summary>A handle that is ready when a token is cancelled; none where it cannot be.</summary>
    public static nint[] Of(CancellationToken stop) =>
        stop.CanBeCanceled ? [stop.WaitHandle.SafeWaitHandle.DangerousGetHandle()] : [];
}
