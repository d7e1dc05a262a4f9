using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>Makes pipes that nothing inherits by chance.</summary>
internal static unsafe partial class PipeEnds
{
    /// <summary>Makes one.</summary>
    public static (SafeFileHandle Reading, SafeFileHandle Writing) Make()
    {
        var ends = stackalloc int[2];
        if (OperatingSystem.IsMacOS() ? pipe(ends) != 0 : pipe2(ends, OpenFlags.CloseOnExec) != 0) throw Failure.Refused("a pipe");
        if (OperatingSystem.IsMacOS()) KeepBack(ends);
        return (new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true));
    }

    /// <summary>Makes one that nobody waits on.</summary>
    public static (SafeFileHandle Reading, SafeFileHandle Writing) MakeNonBlocking()
    {
        var ends = Make();
        DescriptorFlags.NeverBlock(ends.Reading);
        DescriptorFlags.NeverBlock(ends.Writing);
        return ends;
    }

    // There is no pipe2 there. What another thread launches between the two calls inherits the ends, unless it is
    // launched as Mill launches: with everything closed but what is given.
    static void KeepBack(int* ends)
    {
        DescriptorFlags.KeepBack(ends[0]);
        DescriptorFlags.KeepBack(ends[1]);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe(int* ends);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe2(int* ends, int flags);
}
