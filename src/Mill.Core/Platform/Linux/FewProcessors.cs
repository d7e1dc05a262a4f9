using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>Keeps this thread, and what it launches meanwhile, to some of its processors.</summary>
internal sealed unsafe class FewProcessors : IDisposable
{
    const int Size = 1024; // bytes of the mask: more processors than the kernel can be built for
    const int ThisThread = 0;

    readonly byte[] _before;
    readonly int _used;

    FewProcessors(byte[] before, int used) => (_before, _used) = (before, used);

    /// <summary>Leaves so many processors, rounded up; null where it has no more than that anyway.</summary>
    public static FewProcessors? Take(double count)
    {
        var before = new byte[Size];
        int used;
        fixed (byte* mask = before) used = LinuxLibc.GetProcessors(ThisThread, Size, mask);
        if (used < 0) throw Failure.Refused("to say on which processors we may run");
        // The C library answers with 0 where the bare call answers with the mask's length.
        if (used == 0) used = Size;
        var chosen = Choose(before, (int)Math.Ceiling(count), Environment.ProcessId);
        if (chosen is null) return null;
        Set(chosen, used);
        return new FewProcessors(before, used);
    }

    /// <summary>Some of the processors in a mask, beginning somewhere else each time so that runs spread; null for
    /// all of them.</summary>
    internal static byte[]? Choose(byte[] allowed, int count, int seed)
    {
        var processors = Enumerable.Range(0, allowed.Length * 8).Where(one => (allowed[one / 8] >> (one % 8) & 1) != 0).ToArray();
        if (count >= processors.Length) return null;
        var chosen = new byte[allowed.Length];
        for (var at = 0; at < Math.Max(1, count); at++)
        {
            var processor = processors[(seed + at) % processors.Length];
            chosen[processor / 8] |= (byte)(1 << (processor % 8));
        }
        return chosen;
    }

    /// <summary>Gives all of them back.</summary>
    public void Dispose() => Set(_before, _used);

    static void Set(byte[] mask, int size)
    {
        fixed (byte* start = mask)
            if (LinuxLibc.SetProcessors(ThisThread, (nuint)size, start) != 0)
                throw Failure.Refused("to choose processors");
    }
}
