using System.Buffers.Binary;
using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>What <c>statfs</c> answers (sys/mount.h, the form with inodes of 64 bits).</summary>
internal static class MacFileSystem
{
    // size of a block 4, of a transfer 4, blocks 8, free ones 8, free ones for users 8, files 8, free ones 8, id 8,
    // owner 4, type 4, flags 4, subtype 4, name of the type 16, where it is mounted 1024, what is mounted 1024, further
    // flags 4, reserved 28
    internal const int Size = 2168;
    const int FreeAt = 24, FlagsAt = 64, NameAt = 72, NameLength = 16;
    const uint NoPrograms = 0x4, Local = 0x1000; // MNT_NOEXEC, MNT_LOCAL

    /// <summary>The facts.</summary>
    public static FileSystemFacts Parse(ReadOnlySpan<byte> raw)
    {
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(raw[FlagsAt..]);
        var free = (long)BinaryPrimitives.ReadUInt64LittleEndian(raw[FreeAt..]) * BinaryPrimitives.ReadUInt32LittleEndian(raw);
        var text = CStrings.Text(raw.Slice(NameAt, NameLength));
        return new FileSystemFacts(text, HasLocks(text, (flags & Local) != 0), free, (flags & NoPrograms) == 0);
    }

    /// <summary>Whether locks hold on one: network file systems may lose them with a server, and one in user space
    /// answers for itself or not at all, also where it calls itself local.</summary>
    public static bool HasLocks(string name, bool isLocal) => isLocal
        && name is not ("nfs" or "smbfs" or "afpfs" or "webdav" or "ftp" or "autofs" or "lifs" or "msdos" or "exfat")
        && !name.Contains("fuse", StringComparison.Ordinal);
}
