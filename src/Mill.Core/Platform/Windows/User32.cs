using System.Runtime.InteropServices;

namespace Mill.Platform.Windows;

/// <summary>Calls of user32.dll (winuser.h).</summary>
internal static unsafe partial class User32
{
    const string Library = "user32";

    [LibraryImport(Library, EntryPoint = "EnumWindows", SetLastError = true)]
    public static partial int ForEachWindow(delegate* unmanaged<nint, nint, int> each, nint with);

    [LibraryImport(Library, EntryPoint = "GetWindowThreadProcessId")]
    public static partial uint ProcessOf(nint window, int* pid);

    [LibraryImport(Library, EntryPoint = "PostMessageW", SetLastError = true)]
    public static partial int Post(nint window, uint message, nuint one, nint other);
}
