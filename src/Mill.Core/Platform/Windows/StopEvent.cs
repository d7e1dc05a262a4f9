using Microsoft.Win32.SafeHandles;
using Mill.Runs;

namespace Mill.Platform.Windows;

/// <summary>The event by which a worker is asked to look at its record: named after its process, raised by whoever stops its run, and lowered
/// by the worker when it has heard.</summary>
internal sealed unsafe class StopEvent : IDisposable
{
    const uint RaiseAndLook = 0x2 | 0x100000; // EVENT_MODIFY_STATE | SYNCHRONIZE

    /// <summary>Makes a worker's own.</summary>
    public StopEvent(ProcessIdentity worker)
    {
        var security = OwnSecurity.ForObject;
        Handle = Kernel32.CreateEvent(&security, 1, 0, NameOf(worker));
        if (Handle.IsInvalid) throw WindowsFailure.Refused("an event to be stopped by");
    }

    /// <summary>Ready when it is raised.</summary>
    public SafeWaitHandle Handle { get; }

    /// <summary>Lowers it again.</summary>
    public void Lower() => Kernel32.Lower(Handle);

    /// <summary>Raises a worker's; false for a process that is no worker.</summary>
    public static bool TryRaise(ProcessIdentity worker)
    {
        using var handle = TryOpen(worker);
        return handle is not null && Kernel32.Raise(handle) != 0;
    }

    /// <summary>Whether it was raised and nobody has heard.</summary>
    public static bool IsRaised(ProcessIdentity worker)
    {
        using var handle = TryOpen(worker);
        return handle is not null && Waiting.IsOver(handle);
    }

    /// <summary>Whether a process is a worker.</summary>
    public static bool Has(ProcessIdentity process)
    {
        using var handle = TryOpen(process);
        return handle is not null;
    }

    public void Dispose() => Handle.Dispose();

    static SafeWaitHandle? TryOpen(ProcessIdentity worker)
    {
        var handle = Kernel32.OpenEvent(RaiseAndLook, 0, NameOf(worker));
        if (!handle.IsInvalid) return handle;
        handle.Dispose();
        return null;
    }

    // Seen from every session of the machine: a user may stop from one what was started in another.
    static string NameOf(ProcessIdentity worker) => FormattableString.Invariant($@"Global\mill-stop-{worker.Pid}-{worker.StartTime}");
}
