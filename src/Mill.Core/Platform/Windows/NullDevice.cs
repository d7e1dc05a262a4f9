using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>The device that has nothing to read and takes everything.</summary>
internal static unsafe class NullDevice
{
    /// <summary>Opens it.</summary>
    public static SafeFileHandle Open()
    {
        var handle = Kernel32.OpenFile("NUL", FileRights.Read | FileRights.Write, FileShares.All, null, Openings.Existing, 0, 0);
        return handle.IsInvalid ? throw WindowsFailure.Refused("the null device") : handle;
    }
}
