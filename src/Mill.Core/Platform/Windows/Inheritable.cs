using System.Runtime.InteropServices;

namespace Mill.Platform.Windows;

/// <summary>A copy of a handle that a process may inherit, in this process or in one that is to be its parent.</summary>
internal sealed unsafe class Inheritable : IDisposable
{
    const uint SameAccess = 0x2, CloseThere = 0x1; // DUPLICATE_SAME_ACCESS, DUPLICATE_CLOSE_SOURCE

    readonly nint _owner;

    /// <summary>Copies one, with fewer rights where some are named.</summary>
    public Inheritable(SafeHandle handle, nint owner = Kernel32.Self, uint access = 0)
    {
        _owner = owner;
        nint copy;
        if (Kernel32.Duplicate(Kernel32.Self, handle.DangerousGetHandle(), owner, &copy, access, 1, access == 0 ? SameAccess : 0) == 0)
            throw WindowsFailure.Refused("to hand a file on");
        Value = copy;
    }

    /// <summary>The copy.</summary>
    public nint Value { get; }

    /// <summary>Closes it, wherever it is.</summary>
    public void Dispose()
    {
        nint ours;
        if (Kernel32.Duplicate(_owner, Value, Kernel32.Self, &ours, 0, 0, SameAccess | CloseThere) != 0) _ = Kernel32.Close(ours);
    }

    /// <summary>Gives another process a copy of a handle of ours; 0 where it is gone.</summary>
    public static nint Give(SafeHandle handle, nint process)
    {
        nint copy;
        return Kernel32.Duplicate(Kernel32.Self, handle.DangerousGetHandle(), process, &copy, 0, 0, SameAccess) != 0 ? copy : 0;
    }
}
