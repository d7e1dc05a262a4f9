using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>Files and folders of Windows.</summary>
internal sealed unsafe class WindowsFiles : IFiles
{
    const int LongestName = 32_768;
    const int StandardFacts = 1, EndOfFile = 6; // FILE_INFO_BY_HANDLE_CLASS
    const uint SetSparse = 0x900C4, SetZero = 0x980C8, AllocatedRanges = 0x940CF; // FSCTL, winioctl.h
    const uint UpdateAccess = FileRights.Read | FileRights.Write;

    public SafeFileHandle? TryOpenToRead(string path) => WindowsOpening.TryOpen(path, FileRights.Read);

    public SafeFileHandle CreateNew(string path) =>
        WindowsOpening.TryCreate(path, UpdateAccess) ?? throw WindowsFailure.Of(Win32Error.FileExists, "made", path);

    public SafeFileHandle OpenToAppend(string path) => WindowsOpening.OpenOrCreate(path, UpdateAccess);

    public SafeFileHandle OpenToUpdate(string path) => WindowsOpening.OpenOrCreate(path, UpdateAccess);

    public int ReadAt(SafeFileHandle file, Span<byte> into, long offset)
    {
        var done = 0;
        while (done < into.Length)
        {
            uint got;
            var at = Offset.Of(offset + done);
            fixed (byte* start = into[done..])
                if (Kernel32.Read(file, start, (uint)(into.Length - done), &got, &at) == 0)
                    return WindowsFailure.Last == Win32Error.EndOfFile ? done : throw Failed("read", file);
            if (got == 0) break;
            done += (int)got;
        }
        return done;
    }

    public void WriteAt(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            var put = Write(file, bytes, Offset.Of(offset));
            bytes = bytes[put..];
            offset += put;
        }
    }

    public void Append(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[Write(file, bytes, Offset.End)..];
    }

    public bool TryCreateFolder(string path)
    {
        var security = OwnSecurity.ForFolder;
        if (Kernel32.MakeFolder(LongPath.Of(path), &security) != 0) return true;
        return WindowsFailure.Last is Win32Error.AlreadyExists or Win32Error.FileExists ? false : throw WindowsFailure.Of("made", path);
    }

    public void Replace(string staged, string target) => Renaming.Replace(staged, target);

    public bool MovesFoldersInUse => false;

    public void Move(string from, string to) => Renaming.Move(from, to);

    public void Sync(SafeFileHandle file)
    {
        if (Kernel32.Flush(file) == 0) throw Failed("brought to the disk", file);
    }

    public bool Delete(string path) => Removal.Remove(path);

    public void DeleteTree(string path) => Removal.RemoveTree(path);

    public FileFacts? Look(string path)
    {
        using var handle = WindowsOpening.TryOpenAnything(
            path, FileRights.ReadAttributes, FileShares.All, Openings.ItselfIfLink | Openings.FoldersToo, "looked at");
        return handle is null ? null : Facts(handle, path);
    }

    public FileFacts Look(SafeFileHandle file) => Facts(file, null);

    public UserId? OwnerOf(string path) => Sids.OwnerOf(path) is { } owner ? new UserId(0, owner) : null;

    public bool IsOpenToAll(string path) => false; // Who may write where is said by access lists, and those of a user's own folders name that user.

    public string? Distrust(SafeFileHandle file, string path) =>
        Sids.OwnerOf(path) is { } owner && owner != Sids.User && !Sids.IsSystems(owner) ? $"it belongs to user {owner}, not to you ({Sids.User})" : null;

    public IEnumerable<string> Names(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path))];
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException || e is IOException && File.Exists(folder))
        {
            return [];
        }
    }

    public void Cut(SafeFileHandle file, long size)
    {
        if (Kernel32.Set(file, EndOfFile, &size, sizeof(long)) == 0) throw Failed("cut", file);
    }

    public bool GiveBack(SafeFileHandle file, long offset, long length)
    {
        uint got;
        var stretch = stackalloc long[] { offset, offset + length };
        if (Kernel32.Control(file, SetSparse, null, 0, null, 0, &got, 0) != 0
            && Kernel32.Control(file, SetZero, stretch, sizeof(long) * 2, null, 0, &got, 0) != 0) return true;
        return Win32Error.IsUnknownRequest(WindowsFailure.Last) ? false : throw Failed("cut", file);
    }

    public long? NextData(SafeFileHandle file, long offset)
    {
        var size = Facts(file, null).Size;
        if (offset >= size) return null;
        uint got;
        var asked = stackalloc long[] { offset, size - offset };
        var range = stackalloc long[2];
        var told = Kernel32.Control(file, AllocatedRanges, asked, sizeof(long) * 2, range, sizeof(long) * 2, &got, 0) != 0;
        if (told || WindowsFailure.Last == Win32Error.MoreData) return got == 0 ? null : Math.Max(offset, range[0]);
        return Win32Error.IsUnknownRequest(WindowsFailure.Last) ? offset : throw Failed("read", file);
    }

    public FileSystemFacts FileSystem(string path) => Volumes.Below(path);

    // Who may do what is inherited from the folder that it is in, or was said when it was made.
    public void LetRun(string path) { }

    public string? RealPath(string path)
    {
        using var handle = TryFollow(path);
        return handle is null ? null : NameOf(handle);
    }

    public bool MayExecute(string path) => ProgramKinds.CanBeRun(path) && Follow(path) is { } facts && !facts.Attributes.HasFlag(FileFlags.Folder);

    public bool MayEnter(string path) => Follow(path, FileRights.ReadData) is { } facts && facts.Attributes.HasFlag(FileFlags.Folder);

    static int Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, Offset at)
    {
        uint put;
        fixed (byte* start = bytes)
            return Kernel32.Write(file, start, (uint)bytes.Length, &put, &at) != 0 ? (int)put : throw Failed("written", file);
    }

    static FileFacts Facts(SafeFileHandle handle, string? path)
    {
        RawFileFacts raw;
        if (Kernel32.Look(handle, &raw) == 0) throw path is null ? Failed("looked at", handle) : WindowsFailure.Of("looked at", path);
        var sizes = stackalloc long[3];
        var onDisk = Kernel32.Look(handle, StandardFacts, sizes, sizeof(long) * 3) != 0 ? sizes[0] : raw.Size;
        return new FileFacts(KindOf(raw.Attributes, handle), raw.Id, raw.Size, onDisk, raw.ModifiedAt);
    }

    static FileKind KindOf(FileFlags attributes, SafeFileHandle handle) => attributes switch
    {
        _ when attributes.HasFlag(FileFlags.Reparse) && WindowsOpening.IsLink(handle) => FileKind.Link,
        _ when attributes.HasFlag(FileFlags.Folder) => FileKind.Folder,
        _ when attributes.HasFlag(FileFlags.Device) => FileKind.Other,
        _ => FileKind.File,
    };

    static RawFileFacts? Follow(string path, uint access = FileRights.ReadAttributes)
    {
        using var handle = TryFollow(path, access);
        RawFileFacts facts;
        return handle is not null && Kernel32.Look(handle, &facts) != 0 ? facts : null;
    }

    static SafeFileHandle? TryFollow(string path, uint access = FileRights.ReadAttributes)
    {
        try
        {
            return WindowsOpening.TryOpenAnything(path, access, FileShares.All, Openings.FoldersToo);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static string? NameOf(SafeFileHandle handle)
    {
        var name = new char[LongestName];
        fixed (char* start = name)
            return Kernel32.RealPath(handle, start, LongestName, 0) is > 0 and < LongestName and var length
                ? LongPath.Plain(new string(name, 0, (int)length)) : null;
    }

    // Asking for the name is a call of its own, and would take the error's place.
    static Exception Failed(string act, SafeFileHandle file)
    {
        var error = Marshal.GetLastPInvokeError();
        return WindowsFailure.Of(error, act, NameOf(file) ?? "The file");
    }
}
