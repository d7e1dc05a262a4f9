namespace Mill.Platform.Posix;

/// <summary>Makes this process ignore the stop keys while at least one hold is there.</summary>
internal static unsafe class StopKeys
{
    // More than any C library's structure takes (152 bytes in glibc); the handler comes first in all of them.
    const int ActionSize = 256;
    const byte Ignore = 1;

    static readonly int[] s_signals = [Signals.Interrupt, Signals.Quit, Signals.TerminalStop];
    static readonly byte[][] s_before = [.. s_signals.Select(_ => new byte[ActionSize])];
    static readonly object s_gate = new();
    static int s_holds;

    /// <summary>Holds the keys off until disposed.</summary>
    public static IDisposable Hold()
    {
        lock (s_gate)
            if (s_holds++ == 0) IgnoreAll();
        return new Holding();
    }

    static void IgnoreAll()
    {
        var ignoring = stackalloc byte[ActionSize];
        new Span<byte>(ignoring, ActionSize).Clear();
        ignoring[0] = Ignore;
        for (var at = 0; at < s_signals.Length; at++)
            fixed (byte* before = s_before[at]) _ = Libc.SetAction(s_signals[at], ignoring, before);
    }

    static void RestoreAll()
    {
        for (var at = 0; at < s_signals.Length; at++)
            fixed (byte* before = s_before[at]) _ = Libc.SetAction(s_signals[at], before, null);
    }

    sealed class Holding : IDisposable
    {
        bool _over;

        public void Dispose()
        {
            lock (s_gate)
            {
                if (_over) return;
                _over = true;
                if (--s_holds == 0) RestoreAll();
            }
        }
    }
}
