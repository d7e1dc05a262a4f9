namespace Mill.Platform.Posix;

/// <summary>How many files may be open: our own soft limit, lowered for a moment for those who are launched meanwhile.</summary>
internal sealed unsafe class OpenFiles : IDisposable
{
    static readonly int s_which = OperatingSystem.IsMacOS() ? 8 : 7; // RLIMIT_NOFILE: sys/resource.h, asm-generic/resource.h

    readonly ResourceLimit _before;

    OpenFiles(ResourceLimit before) => _before = before;

    /// <summary>Reads our own limit.</summary>
    public static bool TryRead(out ResourceLimit limit)
    {
        fixed (ResourceLimit* into = &limit) return Libc.GetLimit(s_which, into) == 0;
    }

    /// <summary>Lowers our own soft limit, which what we launch inherits; null where it is no higher.</summary>
    public static OpenFiles? Lower(long? soft)
    {
        if (soft is not { } files || !TryRead(out var limit) || limit.Soft <= (ulong)files) return null;
        var before = limit;
        limit.Soft = (ulong)files;
        return Libc.SetLimit(s_which, &limit) == 0 ? new OpenFiles(before) : throw Failure.Refused("to lower the limit of open files");
    }

    /// <summary>Raises it again: we have more files open than what we launch may.</summary>
    public void Dispose()
    {
        var before = _before;
        if (Libc.SetLimit(s_which, &before) != 0) throw Failure.Refused("to raise the limit of open files again");
    }
}
