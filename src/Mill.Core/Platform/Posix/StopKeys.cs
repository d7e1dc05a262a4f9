using System.Runtime.InteropServices;

namespace Mill.Platform.Posix;

/// <summary>Makes the stop keys do nothing in this process while at least one hold is there.</summary>
internal static unsafe class StopKeys
{
    // More than any C library's structure takes (152 bytes in glibc); the handler comes first in all of them.
    const int ActionSize = 256;
    // struct sigaction: handler 8, mask 128, flags 4 in glibc and musl; handler 8, mask 4, flags 4 on macOS.
    static readonly int s_flagsAt = OperatingSystem.IsMacOS() ? 12 : 136, s_restart = OperatingSystem.IsMacOS() ? 0x2 : 0x10000000;

    // The one that may be spared comes first.
    static readonly int[] s_signals = [Signals.Interrupt, Signals.Quit, Signals.TerminalStop];
    static readonly byte[][] s_before = [.. s_signals.Select(_ => new byte[ActionSize])];
    // A handler that does nothing, and not SIG_IGN: a program that another thread runs meanwhile would inherit that.
    static readonly nint s_nothing = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "abs");
    static readonly Holds s_holds = new(HoldAll, RestoreAll), s_hearings = new(() => s_isHeard = true, () => s_isHeard = false);
    static bool s_isHeard, s_isSpared;

    /// <summary>Holds the keys off until disposed.</summary>
    public static IDisposable Hold() => s_holds.Take();

    /// <summary>Has holds leave Ctrl+C alone until disposed.</summary>
    public static IDisposable HearInterrupt() => s_hearings.Take();

    static int First => s_isSpared ? 1 : 0;

    static void HoldAll()
    {
        var holding = stackalloc byte[ActionSize];
        new Span<byte>(holding, ActionSize).Clear();
        *(nint*)holding = s_nothing;
        *(int*)(holding + s_flagsAt) = s_restart;
        s_isSpared = s_isHeard;
        for (var at = First; at < s_signals.Length; at++)
            fixed (byte* before = s_before[at]) _ = Libc.SetAction(s_signals[at], holding, before);
    }

    static void RestoreAll()
    {
        for (var at = First; at < s_signals.Length; at++)
            fixed (byte* before = s_before[at]) _ = Libc.SetAction(s_signals[at], before, null);
    }
}
