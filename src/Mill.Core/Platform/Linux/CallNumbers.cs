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
    /// <summary>statx.</summary>
    public static readonly int Look = s_arm ? 291 : 332;
    /// <summary>pidfd_send_signal.</summary>
    public const int SendSignal = 424;
    /// <summary>pidfd_open.</summary>
    public const int OpenProcess = 434;
}
