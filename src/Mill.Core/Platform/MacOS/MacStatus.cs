using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>Looks at files: <c>struct stat</c> with inodes of 64 bits (sys/stat.h), of the same form on both
/// processors.</summary>
internal static unsafe class MacStatus
{
    // device 4, mode 2, links 2, inode 8, user 4, group 4, special device 4, padding 4, times of access, of
    // modification, of change and of birth (seconds 8, nanoseconds 8 each), size 8, blocks of 512 bytes 8, …
    internal const int Size = 144;
    const int ModeAt = 4, InodeAt = 8, UserAt = 16, ModifiedAt = 48, NanosecondsAt = 56, SizeAt = 96, BlocksAt = 104;

    /// <summary>Looks at what a path names, a link itself; false for an error.</summary>
    public static bool TryLook(string path, out FileStatus status)
    {
        var raw = stackalloc byte[Size];
        return TryParse(MacFileCalls.LookAtLink(path, raw), raw, out status);
    }

    /// <summary>Looks at what a path leads to; false for an error.</summary>
    public static bool TryFollow(string path, out FileStatus status)
    {
        var raw = stackalloc byte[Size];
        return TryParse(MacFileCalls.Look(path, raw), raw, out status);
    }

    /// <summary>Looks at what a descriptor is open on; false for an error.</summary>
    public static bool TryLook(SafeFileHandle file, out FileStatus status)
    {
        var raw = stackalloc byte[Size];
        return TryParse(MacFileCalls.Look(file, raw), raw, out status);
    }

    /// <summary>Reads the structure.</summary>
    internal static FileStatus Parse(ReadOnlySpan<byte> raw) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(raw),
        BinaryPrimitives.ReadUInt64LittleEndian(raw[InodeAt..]),
        BinaryPrimitives.ReadUInt16LittleEndian(raw[ModeAt..]),
        BinaryPrimitives.ReadUInt32LittleEndian(raw[UserAt..]),
        BinaryPrimitives.ReadInt64LittleEndian(raw[SizeAt..]),
        BinaryPrimitives.ReadInt64LittleEndian(raw[BlocksAt..]),
        FileStatus.Moment(
            BinaryPrimitives.ReadInt64LittleEndian(raw[ModifiedAt..]), BinaryPrimitives.ReadInt64LittleEndian(raw[NanosecondsAt..])));

    static bool TryParse(int answer, byte* raw, out FileStatus status)
    {
        status = answer == 0 ? Parse(new ReadOnlySpan<byte>(raw, Size)) : default;
        return answer == 0;
    }
}
