using Microsoft.Win32.SafeHandles;
using Mill.Platform.Linux;
using Mill.Platform.MacOS;
using Mill.Runs;

namespace Mill.Platform.Posix;

/// <summary>What a look at a file shows, on every Unix.</summary>
internal readonly record struct FileStatus(
    ulong Device, ulong Inode, int KindAndMode, uint User, long Size, long Blocks, DateTimeOffset ModifiedAt)
{
    const int KindMask = 0xF000, KindFile = 0x8000, KindFolder = 0x4000, KindLink = 0xA000, ModeMask = 0xFFF; // sys/stat.h
    const int BlockSize = 512;
    const int NanosecondsPerTick = 100;

    /// <summary>Which file it is.</summary>
    public FileId Id => new(Device, Inode);

    /// <summary>The facts.</summary>
    public FileFacts Facts => new(Kind, Id, Size, Blocks * BlockSize, ModifiedAt);

    /// <summary>Who may do what with it.</summary>
    public int Mode => KindAndMode & ModeMask;

    /// <summary>Whose it is.</summary>
    public UserId Owner => new((int)User);

    /// <summary>What kind of thing it is.</summary>
    public FileKind Kind => (KindAndMode & KindMask) switch
    {
        KindFile => FileKind.File,
        KindFolder => FileKind.Folder,
        KindLink => FileKind.Link,
        _ => FileKind.Other,
    };

    /// <summary>A moment as the system tells it.</summary>
    public static DateTimeOffset Moment(long seconds, long nanoseconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / NanosecondsPerTick);
}

/// <summary>Looks at files.</summary>
internal static class Status
{
    /// <summary>Looks at what a path names, a link itself; false for an error.</summary>
    public static bool TryLook(string path, out FileStatus status) =>
        OperatingSystem.IsMacOS() ? MacStatus.TryLook(path, out status) : LinuxStatus.TryLook(path, out status);

    /// <summary>Looks at what a path leads to; false for an error.</summary>
    public static bool TryFollow(string path, out FileStatus status) =>
        OperatingSystem.IsMacOS() ? MacStatus.TryFollow(path, out status) : LinuxStatus.TryFollow(path, out status);

    /// <summary>Which files some paths name; what is not there is none.</summary>
    public static HashSet<FileId> IdsOf(IEnumerable<string> paths)
    {
        var ids = new HashSet<FileId>();
        foreach (var path in paths)
            if (TryLook(path, out var status)) ids.Add(status.Id);
        return ids;
    }

    /// <summary>Looks at what a descriptor is open on; false for an error.</summary>
    public static bool TryLook(SafeFileHandle file, out FileStatus status) =>
        OperatingSystem.IsMacOS() ? MacStatus.TryLook(file, out status) : LinuxStatus.TryLook(file, out status);
}
