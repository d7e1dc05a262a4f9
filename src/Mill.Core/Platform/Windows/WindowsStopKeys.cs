using System.Runtime.InteropServices;

namespace Mill.Platform.Windows;

/// <summary>Makes the stop keys do nothing in this process while at least one hold is there.</summary>
internal static unsafe class WindowsStopKeys
{
    const uint LastKey = 1; // CTRL_C_EVENT, CTRL_BREAK_EVENT; what comes after them is no key.

    static readonly Holds s_holds = new(() => Set(1), () => Set(0));

    /// <summary>Holds the keys off until disposed.</summary>
    public static IDisposable Hold() => s_holds.Take();

    static void Set(int on) => _ = Kernel32.SetConsoleHandler(&Swallow, on);

    [UnmanagedCallersOnly]
    static int Swallow(uint what) => what <= LastKey ? 1 : 0;
}
