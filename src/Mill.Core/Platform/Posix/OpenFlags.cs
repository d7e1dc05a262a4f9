using System.Runtime.InteropServices;

namespace Mill.Platform.Posix;

/// <summary>How a file is opened (fcntl.h); on Linux two of the flags differ on arm64.</summary>
internal static class OpenFlags
{
    static readonly bool s_mac = OperatingSystem.IsMacOS();
    static readonly bool s_arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>O_RDONLY, O_WRONLY and O_RDWR.</summary>
    public const int Read = 0, Write = 1, ReadWrite = 2;
    /// <summary>O_CREAT.</summary>
    public static readonly int Create = s_mac ? 0x200 : 0x40;
    /// <summary>O_EXCL.</summary>
    public static readonly int Exclusive = s_mac ? 0x800 : 0x80;
    /// <summary>O_NOCTTY.</summary>
    public static readonly int NoTerminal = s_mac ? 0x20000 : 0x100;
    /// <summary>O_APPEND.</summary>
    public static readonly int Append = s_mac ? 0x8 : 0x400;
    /// <summary>O_NONBLOCK.</summary>
    public static readonly int NonBlocking = s_mac ? 0x4 : 0x800;
    /// <summary>O_CLOEXEC.</summary>
    public static readonly int CloseOnExec = s_mac ? 0x1000000 : 0x80000;
    /// <summary>O_DIRECTORY.</summary>
    public static readonly int Folder = s_mac ? 0x100000 : s_arm ? 0x4000 : 0x10000;
    /// <summary>O_NOFOLLOW.</summary>
    public static readonly int NoFollow = s_mac ? 0x100 : s_arm ? 0x8000 : 0x20000;
    /// <summary>O_PATH, which only Linux has: what has the name is found, and not opened.</summary>
    public const int NameAlone = 0x200000;

    /// <summary>What every opening of Mill's has: it follows nothing, waits for nothing and is not inherited.</summary>
    public static readonly int Careful = NoFollow | NonBlocking | NoTerminal | CloseOnExec;
}

/// <summary>Flags of calls that take a path (fcntl.h).</summary>
internal static class PathFlags
{
    /// <summary>AT_FDCWD.</summary>
    public static readonly int Here = OperatingSystem.IsMacOS() ? -2 : -100;
    /// <summary>AT_REMOVEDIR.</summary>
    public static readonly int RemoveFolder = OperatingSystem.IsMacOS() ? 0x80 : 0x200;
}
