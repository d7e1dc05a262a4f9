namespace Mill.Platform.Posix;

/// <summary>Errors of the C library, by number (errno.h); those that differ between systems are asked for
/// once.</summary>
internal static class Errno
{
    /// <summary>EPERM.</summary>
    public const int NotPermitted = 1;
    /// <summary>ENOENT.</summary>
    public const int NotThere = 2;
    /// <summary>ESRCH.</summary>
    public const int NoProcess = 3;
    /// <summary>EINTR.</summary>
    public const int Interrupted = 4;
    /// <summary>ENXIO.</summary>
    public const int NoDevice = 6;
    /// <summary>E2BIG.</summary>
    public const int TooLong = 7;
    /// <summary>ENOEXEC.</summary>
    public const int NotExecutable = 8;
    /// <summary>EACCES.</summary>
    public const int NoAccess = 13;
    /// <summary>EEXIST.</summary>
    public const int Exists = 17;
    /// <summary>ENOTDIR.</summary>
    public const int NotAFolder = 20;
    /// <summary>EISDIR.</summary>
    public const int IsAFolder = 21;
    /// <summary>EINVAL.</summary>
    public const int Invalid = 22;
    /// <summary>EMFILE.</summary>
    public const int TooManyFiles = 24;
    /// <summary>ETXTBSY.</summary>
    public const int BeingWritten = 26;
    /// <summary>EFBIG.</summary>
    public const int TooLarge = 27;
    /// <summary>ENOSPC.</summary>
    public const int NoRoom = 28;
    /// <summary>EROFS.</summary>
    public const int ReadOnly = 30;
    /// <summary>EAGAIN.</summary>
    public static readonly int TryAgain = OperatingSystem.IsMacOS() ? 35 : 11;
    /// <summary>ENOTEMPTY.</summary>
    public static readonly int NotEmpty = OperatingSystem.IsMacOS() ? 66 : 39;
    /// <summary>ELOOP: also what a link in the last place is called by an open that does not follow.</summary>
    public static readonly int Loop = OperatingSystem.IsMacOS() ? 62 : 40;
    /// <summary>EDQUOT.</summary>
    public static readonly int QuotaFull = OperatingSystem.IsMacOS() ? 69 : 122;
    /// <summary>ENOSYS.</summary>
    public static readonly int NoSuchCall = OperatingSystem.IsMacOS() ? 78 : 38;
    /// <summary>EOPNOTSUPP.</summary>
    public static readonly int NotSupported = OperatingSystem.IsMacOS() ? 102 : 95;

    // ENOTSUP, which is a number of its own on macOS, and ENOTTY, which a file system there says to a request that it
    // does not know.
    static readonly int s_unsupported = OperatingSystem.IsMacOS() ? 45 : 95;
    static readonly int s_unknownRequest = OperatingSystem.IsMacOS() ? 25 : 95;

    /// <summary>Whether an error says that a file system, or the kernel, cannot do such a thing at all.</summary>
    public static bool IsCannot(int error) =>
        error == NotSupported || error == NoSuchCall || error == s_unsupported || error == s_unknownRequest;
}
