using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>Files and folders of macOS.</summary>
internal sealed unsafe class MacFiles : PosixFiles
{
    // sys/fcntl.h and sys/stdio.h
    const int GetPath = 50, FullSync = 51, PunchHole = 99;
    const uint OnlyToFree = 4; // RENAME_EXCL
    const int LongestPath = 1024;
    const long WholeBlocks = 64 << 10;

    public override IEnumerable<string> Names(string folder)
    {
        using var handle = Opening.TryOpenFolder(folder);
        return handle is null ? [] : FolderEntries.Of(handle, folder).Select(name => Encoding.UTF8.GetString(name));
    }

    public override bool GiveBack(SafeFileHandle file, long offset, long length)
    {
        // A hole must begin and end where a block does, whatever the file system's blocks are; what is left at the
        // edges stays as it is.
        var hole = new Hole { Offset = (offset + WholeBlocks - 1) / WholeBlocks * WholeBlocks };
        hole.Length = (offset + length) / WholeBlocks * WholeBlocks - hole.Offset;
        if (hole.Length <= 0 || LibcVariadic.Control(file, PunchHole, (nint)(&hole)) == 0) return true;
        return Errno.IsCannot(Failure.Last) || Failure.Last == Errno.Invalid ? false : throw Failed("cut", file);
    }

    /// <summary>What the file system of an open file can do; null where that is not known.</summary>
    public static FileSystemFacts? FileSystemOf(SafeFileHandle file)
    {
        var raw = stackalloc byte[MacFileSystem.Size];
        return MacFileCalls.FileSystem(file, raw) == 0 ? MacFileSystem.Parse(new ReadOnlySpan<byte>(raw, MacFileSystem.Size)) : null;
    }

    protected override int SeekData => 4; // sys/_types/_seek_set.h

    protected override int RenameToFree(byte* from, byte* to) => MacFileCalls.Rename(from, to, OnlyToFree);

    // A plain fsync leaves what was written in the disk's own memory, which a power cut empties; F_BARRIERFSYNC keeps
    // the order, and not the last of it. On Linux both are waited for, and the promise is the same. A file system that
    // is not Apple's may know only the plain one.
    protected override int SyncOnce(SafeFileHandle file) =>
        LibcVariadic.Control(file, FullSync, 0) == 0 ? 0
        : Failure.Last == Errno.Invalid || Errno.IsCannot(Failure.Last) ? MacFileCalls.Sync(file)
        : -1;

    protected override FileSystemFacts? FileSystemAt(string path)
    {
        var raw = stackalloc byte[MacFileSystem.Size];
        return MacFileCalls.FileSystem(path, raw) == 0 ? MacFileSystem.Parse(new ReadOnlySpan<byte>(raw, MacFileSystem.Size)) : null;
    }

    protected override string? PathOf(SafeFileHandle file)
    {
        var path = stackalloc byte[LongestPath];
        return LibcVariadic.Control(file, GetPath, (nint)path) == 0 ? Marshal.PtrToStringUTF8((nint)path) : null;
    }

    /// <summary>fpunchhole_t (sys/fcntl.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct Hole
    {
        public uint Flags;
        public uint Reserved;
        public long Offset;
        public long Length;
    }
}
