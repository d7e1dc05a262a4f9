using System.Runtime.InteropServices;

namespace Mill.Platform.Windows;

/// <summary>Makes the stop keys do nothing in this process while at least one hold is there.</summary>
internal static unsafe class WindowsStopKeys
{
    const uint Interrupt = 0, LastKey = 1; // CTRL_C_EVENT, CTRL_BREAK_EVENT; what comes after them is no key.

    static readonly Holds s_holds = new(() => Set(1), () => Set(0)), s_hearings = new(() => s_isHeard = true, () => s_isHeard = false);
    static volatile bool s_isHeard;

    /// <summary>Holds the keys off until disposed.</summary>
    public static IDisposable Hold() => s_holds.Take();

    /// <summary>Has holds leave Ctrl+C alone until disposed.</summary>
    public static IDisposable HearInterrupt() => s_hearings.Take();

    static void Set(int on) => _ = Kernel32.SetConsoleHandler(&Swallow, on);

    [UnmanagedCallersOnly]
    static int Swallow(uint what) => what <= LastKey && !(what == Interrupt && s_isHeard) ? 1 : 0;
}
