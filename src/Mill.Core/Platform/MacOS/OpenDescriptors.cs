using System.Buffers.Binary;
using Mill.Runs;

namespace Mill.Platform.MacOS;

/// <summary>What a process of ours has open.</summary>
internal static unsafe class OpenDescriptors
{
    // sys/proc_info.h. struct proc_fdinfo (PROC_PIDLISTFDS): number 4, kind 4 (PROX_FDTYPE_VNODE is a file or folder).
    // struct vnode_fdinfo (PROC_PIDFDVNODEINFO): about the opening 24, then the file: device 4, mode 2, links 2, inode
    // 8, …
    internal const int EntrySize = 8, FileSize = 176;
    const int KindAt = 4, DeviceAt = 24, InodeAt = 32;
    const int List = 1, File = 1, KindFile = 1;
    const int Spare = 16;

    /// <summary>The files and folders that it has open.</summary>
    public static IEnumerable<FileId> Files(int pid)
    {
        foreach (var (number, kind) in Read(pid))
            if (kind == KindFile && FileAt(pid, number) is { } file) yield return file;
    }

    /// <summary>Reads a list of them.</summary>
    internal static List<(int Number, int Kind)> Parse(ReadOnlySpan<byte> raw)
    {
        var all = new List<(int, int)>();
        for (; raw.Length >= EntrySize; raw = raw[EntrySize..])
            all.Add((BinaryPrimitives.ReadInt32LittleEndian(raw), BinaryPrimitives.ReadInt32LittleEndian(raw[KindAt..])));
        return all;
    }

    /// <summary>Reads which file one is open on.</summary>
    internal static FileId ParseFile(ReadOnlySpan<byte> raw) =>
        new(BinaryPrimitives.ReadUInt32LittleEndian(raw[DeviceAt..]), BinaryPrimitives.ReadUInt64LittleEndian(raw[InodeAt..]));

    static List<(int Number, int Kind)> Read(int pid)
    {
        var size = MacProcessCalls.Inform(pid, List, 0, null, 0);
        if (size <= 0) return [];
        var raw = new byte[size + Spare * EntrySize];
        fixed (byte* start = raw) size = MacProcessCalls.Inform(pid, List, 0, start, raw.Length);
        return Parse(raw.AsSpan(0, Math.Max(0, size)));
    }

    static FileId? FileAt(int pid, int number)
    {
        var raw = stackalloc byte[FileSize];
        return MacProcessCalls.InformOfDescriptor(pid, number, File, raw, FileSize) == FileSize
            ? ParseFile(new ReadOnlySpan<byte>(raw, FileSize))
            : null;
    }
}
