using System.Runtime.InteropServices;

namespace Mill.Platform.Linux;

/// <summary>What <c>statfs</c> answers (asm-generic/statfs.h, 64 bit).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RawFileSystem
{
    const long NoPrograms = 8; // ST_NOEXEC, bits/statvfs.h

    long _kind;
    long _blockSize;
    ulong _blocks, _freeBlocks, _blocksForUsers, _files, _freeFiles;
    fixed int _id[2];
    long _longestName;
    long _fragmentSize;
    long _flags;
    fixed long _rest[7];

    /// <summary>The facts.</summary>
    public readonly FileSystemFacts Facts =>
        new(FileSystemKind.Name(_kind), FileSystemKind.HasLocks(_kind), (long)_blocksForUsers * FragmentSize, (_flags & NoPrograms) == 0);

    readonly long FragmentSize => _fragmentSize > 0 ? _fragmentSize : _blockSize;
}

/// <summary>Kinds of file systems.</summary>
internal static class FileSystemKind
{
    /// <summary>Whether locks hold on one: network file systems may lose them with a server or a lease, and FUSE
    /// answers for itself or not at all.</summary>
    public static bool HasLocks(long kind) => Name(kind) is not
        ("nfs" or "smb" or "cifs" or "9p" or "fuse" or "afs" or "ceph" or "coda" or "gfs2" or "lustre" or "gpfs");

    /// <summary>Its name (linux/magic.h, where the numbers are unsigned and of 32 bits).</summary>
    public static string Name(long kind) => (uint)kind switch
    {
        0x0000EF53 => "ext4",
        0x58465342 => "xfs",
        0x9123683E => "btrfs",
        0x01021994 => "tmpfs",
        0x794C7630 => "overlay",
        0x2FC12FC1 => "zfs",
        0xF2F52010 => "f2fs",
        0xCA451A4E => "bcachefs",
        0x00004D44 => "vfat",
        0x2011BAB0 => "exfat",
        0x00006969 => "nfs",
        0x0000517B => "smb",
        0xFE534D42 => "smb",
        0xFF534D42 => "cifs",
        0x01021997 => "9p",
        0x65735546 => "fuse",
        0x5346414F => "afs",
        0x6B414653 => "afs",
        0x00C36400 => "ceph",
        0x73757245 => "coda",
        0x01161970 => "gfs2",
        0x0BD00BD0 => "lustre",
        0x47504653 => "gpfs",
        var other => $"0x{other:x}",
    };
}
