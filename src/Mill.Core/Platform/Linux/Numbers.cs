using System.Runtime.InteropServices;

namespace Mill.Platform.Linux;

/// <summary>Numbers of system calls (asm/unistd.h); those above 400 are the same on all processors.</summary>
internal static class CallNumbers
{
    static readonly bool s_arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>getdents64.</summary>
    public static readonly int ReadFolder = s_arm ? 61 : 217;
    /// <summary>renameat2.</summary>
    public static readonly int Rename = s_arm ? 276 : 316;
    /// <summary>pidfd_send_signal.</summary>
    public const int SendSignal = 424;
    /// <summary>pidfd_open.</summary>
    public const int OpenProcess = 434;
}

/// <summary>How a file is opened (asm/fcntl.h); two of the flags differ on arm64.</summary>
internal static class OpenFlags
{
    static readonly bool s_arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public const int Read = 0, Write = 1, ReadWrite = 2;
    public const int Create = 0x40, Exclusive = 0x80, NoTerminal = 0x100, Append = 0x400, NonBlocking = 0x800, CloseOnExec = 0x80000;
    public static readonly int Folder = s_arm ? 0x4000 : 0x10000;
    public static readonly int NoFollow = s_arm ? 0x8000 : 0x20000;

    /// <summary>What every opening of Mill's has: it follows nothing, waits for nothing and is not inherited.</summary>
    public static readonly int Careful = NoFollow | NonBlocking | NoTerminal | CloseOnExec;
}

/// <summary>Flags of calls that take a path (fcntl.h).</summary>
internal static class PathFlags
{
    /// <summary>AT_FDCWD.</summary>
    public const int Here = -100;
    /// <summary>AT_SYMLINK_NOFOLLOW.</summary>
    public const int NoFollow = 0x100;
    /// <summary>AT_REMOVEDIR.</summary>
    public const int RemoveFolder = 0x200;
    /// <summary>AT_EMPTY_PATH.</summary>
    public const int Itself = 0x1000;
}
