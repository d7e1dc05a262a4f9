using System.Numerics;

namespace Mill.Logs;

/// <summary>A stretch of a file.</summary>
internal readonly record struct FileStretch(long Offset, long Length);

/// <summary>The rules by which a log is kept within its cap: its head and its newest bytes stay.</summary>
internal static class LogCap
{
    /// <summary>How much of each stream is kept by default.</summary>
    public const long DefaultBytes = 64L << 20;
    const long LongestHead = 1L << 20;

    static readonly TimeSpan s_idle = TimeSpan.FromSeconds(15);
    static readonly TimeSpan s_busy = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_flooding = TimeSpan.FromMilliseconds(100);

    /// <summary>How much of the beginning stays: 1 MiB, or half of a small cap.</summary>
    public static long HeadBytes(long cap) => Holes.BlockOf(Math.Min(LongestHead, cap / 2));

    // A file system gives back whole blocks, clusters or records of its own, and fills what is left of one with zeroes, or leaves it as
    // it is: what lies between the head and the newest must be no part of any. NTFS has 64 KiB, ZFS up to 1 MiB.
    static long UnitBytes(long cap) => 1L << BitOperations.Log2((ulong)Math.Clamp(cap / 8, Holes.BlockBytes, LongestHead));

    /// <summary>What of a log of this size, with so much given back behind its head already, is given back next; null for nothing.</summary>
    public static FileStretch? ToGiveBack(long size, long givenBack, long cap)
    {
        if (size - givenBack <= cap) return null;
        var (head, unit) = (HeadBytes(cap), UnitBytes(cap));
        var from = head + givenBack;
        var to = (size - (cap - head) + unit - 1) & -unit;
        return new(from, to - from);
    }

    /// <summary>When to look again: as late as a log that grows on like this stays within a quarter more than its cap.</summary>
    public static TimeSpan NextLook(long size, long lastSize, TimeSpan elapsed, long cap)
    {
        // Nothing is known at the first look, and two at once tell nothing; a flood must not have the whole idle time.
        if (elapsed < s_flooding) return s_busy;
        var grown = size < lastSize ? size : size - lastSize;
        return (grown / elapsed.TotalSeconds) switch
        {
            var rate when rate * s_idle.TotalSeconds <= cap / 4 => s_idle,
            var rate when rate * s_busy.TotalSeconds <= cap / 4 => s_busy,
            _ => s_flooding,
        };
    }
}
