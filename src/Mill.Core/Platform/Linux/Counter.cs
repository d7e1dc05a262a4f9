using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>A counter of the kernel that can be waited for (eventfd).</summary>
internal static class Counter
{
    /// <summary>Makes one, at zero, that nobody waits on by reading.</summary>
    public static SafeFileHandle Make()
    {
        var number = LinuxLibc.Event(0, OpenFlags.CloseOnExec | OpenFlags.NonBlocking);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw Failure.Refused("an event");
    }
}
