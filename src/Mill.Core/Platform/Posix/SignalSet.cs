using System.Runtime.CompilerServices;

namespace Mill.Platform.Posix;

/// <summary>A set of signals, as big as the largest C library makes it (128 bytes on Linux, 4 on macOS).</summary>
[InlineArray(16)]
internal struct SignalSet
{
    ulong _word;

    /// <summary>Every signal.</summary>
    public static SignalSet All
    {
        get
        {
            var set = new SignalSet();
            set[0] = ulong.MaxValue;
            return set;
        }
    }

    /// <summary>The same set without some signals.</summary>
    public readonly SignalSet Without(params ReadOnlySpan<int> signals)
    {
        var set = this;
        foreach (var signal in signals) set[0] &= ~Bit(signal);
        return set;
    }

    /// <summary>Whether a signal is in it.</summary>
    public readonly bool Has(int signal) => (this[0] & Bit(signal)) != 0;

    static ulong Bit(int signal) => 1UL << (signal - 1);
}
