using System.Text;
using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>Files and folders of Linux.</summary>
internal sealed unsafe class LinuxFiles : PosixFiles
{
    const int LongestPause = 2048; // 4 s in all
    const int PunchHoleKeepSize = 0x3; // FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, linux/falloc.h

    public override IEnumerable<string> Names(string folder)
    {
        using var handle = Opening.TryOpenFolder(folder);
        if (handle is null) return [];
        var names = new List<string>();
        foreach (var name in new FolderEntries(handle, folder, new byte[FolderEntries.GoodSize]))
            names.Add(Encoding.UTF8.GetString(name));
        return names;
    }

    public override bool GiveBack(SafeFileHandle file, long offset, long length)
    {
        if (LinuxLibc.Allocate(file, PunchHoleKeepSize, offset, length) == 0) return true;
        return Errno.IsCannot(Failure.Last) ? false : throw Failed("cut", file);
    }

    /// <summary>What the file system of an open file can do; null where that is not known.</summary>
    public static FileSystemFacts? FileSystemOf(SafeFileHandle file)
    {
        RawFileSystem facts;
        return LinuxLibc.FileSystem(file, &facts) == 0 ? facts.Facts : null;
    }

    protected override int SeekData => 3; // linux/fs.h

    protected override int RenameToFree(byte* from, byte* to) => LinuxLibc.RenameToFree(from, to);

    protected override int SyncOnce(SafeFileHandle file) => LinuxLibc.Sync(file);

    protected override void AwaitWriters(SafeFileHandle file)
    {
        for (var pause = 1; pause <= LongestPause && Lease.Refused(file); pause *= 2) Current.Platform.Pause(TimeSpan.FromMilliseconds(pause));
    }

    protected override FileSystemFacts? FileSystemAt(string path)
    {
        RawFileSystem facts;
        return LinuxLibc.FileSystem(path, &facts) == 0 ? facts.Facts : null;
    }

    protected override string? PathOf(SafeFileHandle file) => Links.TryRead($"/proc/self/fd/{file.DangerousGetHandle()}");
}
