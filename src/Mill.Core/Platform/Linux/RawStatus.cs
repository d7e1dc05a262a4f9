using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>What <c>statx</c> answers (linux/stat.h); the same on all processors.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct RawStatus
{
    [FieldOffset(20)] uint _user;
    [FieldOffset(28)] ushort _mode;
    [FieldOffset(32)] ulong _inode;
    [FieldOffset(40)] ulong _size;
    [FieldOffset(48)] ulong _blocks;
    [FieldOffset(112)] long _modifiedSeconds;
    [FieldOffset(120)] uint _modifiedNanoseconds;
    [FieldOffset(136)] uint _deviceMajor;
    [FieldOffset(140)] uint _deviceMinor;

    /// <summary>The same as on every Unix.</summary>
    public readonly FileStatus Status =>
        new(Device, _inode, _mode, _user, (long)_size, (long)_blocks, FileStatus.Moment(_modifiedSeconds, _modifiedNanoseconds));

    // One number as stat(1) prints it, so that people can compare.
    readonly ulong Device => ((_deviceMajor & 0xFFFFF000UL) << 32) | ((_deviceMajor & 0xFFFUL) << 8)
                           | ((_deviceMinor & 0xFFFFFF00UL) << 12) | (_deviceMinor & 0xFFUL);
}

/// <summary>Looks at files.</summary>
internal static unsafe class LinuxStatus
{
    const uint Basics = 0x7FF;
    const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    const int Itself = 0x1000;  // AT_EMPTY_PATH

    /// <summary>Looks at what a path names, a link itself; false for an error.</summary>
    public static bool TryLook(string path, out FileStatus status) => TryLook(path, NoFollow, out status);

    /// <summary>Looks at what a path leads to; false for an error.</summary>
    public static bool TryFollow(string path, out FileStatus status) => TryLook(path, 0, out status);

    /// <summary>Looks at what a descriptor is open on; false for an error.</summary>
    public static bool TryLook(SafeFileHandle file, out FileStatus status)
    {
        RawStatus raw;
        var isThere = LinuxLibc.Look(file, Itself, Basics, &raw) == 0;
        status = isThere ? raw.Status : default;
        return isThere;
    }

    static bool TryLook(string path, int flags, out FileStatus status)
    {
        RawStatus raw;
        var isThere = LinuxLibc.Look(path, flags, Basics, &raw) == 0;
        status = isThere ? raw.Status : default;
        return isThere;
    }
}
