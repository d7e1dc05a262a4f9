using System.Runtime.InteropServices;

namespace Mill.Platform.Windows;

/// <summary>Makes the stop keys do nothing in this process while at least one hold is there.</summary>
internal static unsafe class WindowsStopKeys
{
    const uint LastKey = 1; // CTRL_C_EVENT, CTRL_BREAK_EVENT; what comes after them is no key.

    static readonly object s_gate = new();
    static int s_holds;

    /// <summary>Holds the keys off until disposed.</summary>
    public static IDisposable Hold()
    {
        lock (s_gate)
            if (s_holds++ == 0) _ = Kernel32.SetConsoleHandler(&Swallow, 1);
        return new Holding();
    }

    [UnmanagedCallersOnly]
    static int Swallow(uint what) => what <= LastKey ? 1 : 0;

    sealed class Holding : IDisposable
    {
        bool _over;

        public void Dispose()
        {
            lock (s_gate)
            {
                if (_over) return;
                _over = true;
                if (--s_holds == 0) _ = Kernel32.SetConsoleHandler(&Swallow, 0);
            }
        }
    }
}
