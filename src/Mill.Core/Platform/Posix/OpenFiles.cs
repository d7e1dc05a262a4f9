namespace Mill.Platform.Posix;

/// <summary>How many files may be open.</summary>
internal static unsafe class OpenFiles
{
    static readonly int s_which = OperatingSystem.IsMacOS() ? 8 : 7; // RLIMIT_NOFILE: sys/resource.h, asm-generic/resource.h

    /// <summary>Reads our own limit.</summary>
    public static bool TryRead(out ResourceLimit limit)
    {
        fixed (ResourceLimit* into = &limit) return Libc.GetLimit(s_which, into) == 0;
    }

    /// <summary>Lowers our own soft limit, which what we launch inherits.</summary>
    public static void Lower(long soft)
    {
        if (!TryRead(out var limit) || limit.Soft <= (ulong)soft) return;
        limit.Soft = (ulong)soft;
        if (Libc.SetLimit(s_which, &limit) != 0) throw Failure.Refused("to lower the limit of open files");
    }
}
