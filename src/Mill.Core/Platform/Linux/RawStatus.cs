using System.Runtime.InteropServices;
using Mill.Runs;

namespace Mill.Platform.Linux;

/// <summary>What <c>statx</c> answers (linux/stat.h); the same on all processors.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct RawStatus
{
    const int KindMask = 0xF000, KindFile = 0x8000, KindFolder = 0x4000, KindLink = 0xA000, ModeMask = 0xFFF;
    const int BlockSize = 512;
    const int NanosecondsPerTick = 100;

    [FieldOffset(20)] uint _user;
    [FieldOffset(28)] ushort _mode;
    [FieldOffset(32)] ulong _inode;
    [FieldOffset(40)] ulong _size;
    [FieldOffset(48)] ulong _blocks;
    [FieldOffset(112)] long _modifiedSeconds;
    [FieldOffset(120)] uint _modifiedNanoseconds;
    [FieldOffset(136)] uint _deviceMajor;
    [FieldOffset(140)] uint _deviceMinor;

    /// <summary>Which file it is.</summary>
    public readonly FileId Id => new(Device, _inode);

    /// <summary>The facts.</summary>
    public readonly FileFacts Facts =>
        new(Kind, Id, (long)_size, (long)_blocks * BlockSize, ModifiedAt);

    /// <summary>Who may do what with it.</summary>
    public readonly int Mode => _mode & ModeMask;

    /// <summary>Whose it is.</summary>
    public readonly UserId Owner => new((int)_user);

    /// <summary>What kind of thing it is.</summary>
    public readonly FileKind Kind => (_mode & KindMask) switch
    {
        KindFile => FileKind.File,
        KindFolder => FileKind.Folder,
        KindLink => FileKind.Link,
        _ => FileKind.Other,
    };

    // One number as stat(1) prints it, so that people can compare.
    readonly ulong Device => ((_deviceMajor & 0xFFFFF000UL) << 32) | ((_deviceMajor & 0xFFFUL) << 8)
                           | ((_deviceMinor & 0xFFFFFF00UL) << 12) | (_deviceMinor & 0xFFUL);

    readonly DateTimeOffset ModifiedAt =>
        DateTimeOffset.FromUnixTimeSeconds(_modifiedSeconds).AddTicks(_modifiedNanoseconds / NanosecondsPerTick);
}

/// <summary>Looks at files.</summary>
internal static unsafe class Status
{
    const uint Basics = 0x7FF;

    /// <summary>Looks at what a path names, a link itself; false for an error.</summary>
    public static bool TryLook(string path, out RawStatus status) => TryLook(path, PathFlags.NoFollow, out status);

    /// <summary>Looks at what a path leads to; false for an error.</summary>
    public static bool TryFollow(string path, out RawStatus status) => TryLook(path, 0, out status);

    /// <summary>Looks at what a descriptor is open on; false for an error.</summary>
    public static bool TryLook(Microsoft.Win32.SafeHandles.SafeFileHandle file, out RawStatus status)
    {
        fixed (RawStatus* into = &status) return LinuxLibc.Look(file, "", PathFlags.Itself, Basics, into) == 0;
    }

    static bool TryLook(string path, int flags, out RawStatus status)
    {
        fixed (RawStatus* into = &status) return LinuxLibc.Look(PathFlags.Here, path, flags, Basics, into) == 0;
    }
}
