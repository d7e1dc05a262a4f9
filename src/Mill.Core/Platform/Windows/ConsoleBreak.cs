namespace Mill.Platform.Windows;

/// <summary>Presses Ctrl+Break in the console of a process: its own hidden one, or that of its caller.</summary>
internal static class ConsoleBreak
{
    const uint Break = 1; // CTRL_BREAK_EVENT

    /// <summary>Presses it for a process that leads a group, and for those of its group; false where it has no console that can be reached.</summary>
    public static bool TrySend(int leader)
    {
        // A worker has no console of its own, and may be at one at a time.
        if (Kernel32.AttachConsole(leader) == 0) return false;
        var sent = Kernel32.SendConsoleEvent(Break, leader) != 0;
        _ = Kernel32.FreeConsole();
        return sent;
    }
}
