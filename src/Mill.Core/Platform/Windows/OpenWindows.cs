using System.Runtime.InteropServices;

namespace Mill.Platform.Windows;

/// <summary>Asks the windows of a process to close.</summary>
internal static unsafe class OpenWindows
{
    const uint CloseMessage = 0x10; // WM_CLOSE

    /// <summary>Asks them; false where it has none.</summary>
    public static bool TryClose(int pid)
    {
        var search = new Search { Pid = pid };
        _ = User32.ForEachWindow(&Judge, (nint)(&search));
        return search.Asked > 0;
    }

    [UnmanagedCallersOnly]
    static int Judge(nint window, nint with)
    {
        var search = (Search*)with;
        int pid;
        _ = User32.ProcessOf(window, &pid);
        if (pid == search->Pid && User32.Post(window, CloseMessage, 0, 0) != 0) search->Asked++;
        return 1;
    }

    struct Search
    {
        public int Pid, Asked;
    }
}
