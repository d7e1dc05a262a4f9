using Microsoft.Win32.SafeHandles;
using Mill.Platform;

namespace Mill.Logs;

/// <summary>What a read of a log met: data, or else a hole; neither at the end.</summary>
internal readonly record struct Stretch(int Data, long Hole);

/// <summary>Reads logs whose blocks are given back to the disk meanwhile.</summary>
internal static class Holes
{
    /// <summary>The unit in which blocks are given back.</summary>
    public const int BlockBytes = 4096;

    /// <summary>Reads data up to the next hole, or measures the hole that begins here.</summary>
    public static Stretch Read(IFiles files, SafeFileHandle log, long at, Span<byte> room)
    {
        var read = files.ReadAt(log, room, at);
        // Blocks may go during the read, even while one is copied. So zeroes are looked into, and only after it.
        for (var i = NextZero(room[..read], 0); i >= 0;)
        {
            var block = BlockOf(at + i);
            var end = EndOfHole(files, log, block);
            if (end != block) return block > at ? new((int)(block - at), 0) : new(0, Math.Max(0, end - at));
            i = NextZero(room[..read], (int)(block + BlockBytes - at));
        }
        return new(read, 0);
    }

    /// <summary>Where the hole that holds a block ends; the block itself where it has data.</summary>
    public static long EndOfHole(IFiles files, SafeFileHandle log, long block)
    {
        // The size comes first: what is appended after it must not be taken for a part of the hole.
        var size = files.Look(log).Size;
        return files.NextData(log, block) ?? size;
    }

    /// <summary>Where the block that holds an offset begins.</summary>
    public static long BlockOf(long offset) => offset & -BlockBytes;

    static int NextZero(ReadOnlySpan<byte> bytes, int from)
    {
        if (from >= bytes.Length) return -1;
        var found = bytes[from..].IndexOf((byte)0);
        return found < 0 ? -1 : from + found;
    }
}
