using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>Calls of kernel32.dll about files (fileapi.h, winbase.h, ioapiset.h).</summary>
internal static unsafe partial class Kernel32
{
    const string Library = "kernel32";

    [LibraryImport(Library, EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial SafeFileHandle OpenFile(string path, uint access, uint share, void* security, uint disposition, uint flags, nint template);

    [LibraryImport(Library, EntryPoint = "ReadFile", SetLastError = true)]
    public static partial int Read(SafeFileHandle file, byte* into, uint count, uint* got, Offset* at);

    [LibraryImport(Library, EntryPoint = "WriteFile", SetLastError = true)]
    public static partial int Write(SafeFileHandle file, byte* bytes, uint count, uint* put, Offset* at);

    [LibraryImport(Library, EntryPoint = "FlushFileBuffers", SetLastError = true)]
    public static partial int Flush(SafeFileHandle file);

    [LibraryImport(Library, EntryPoint = "GetFileType", SetLastError = true)]
    public static partial uint KindOf(SafeFileHandle file);

    [LibraryImport(Library, EntryPoint = "GetFileInformationByHandle", SetLastError = true)]
    public static partial int Look(SafeFileHandle file, RawFileFacts* into);

    [LibraryImport(Library, EntryPoint = "GetFileInformationByHandleEx", SetLastError = true)]
    public static partial int Look(SafeFileHandle file, int what, void* into, uint size);

    [LibraryImport(Library, EntryPoint = "SetFileInformationByHandle", SetLastError = true)]
    public static partial int Set(SafeFileHandle file, int what, void* from, uint size);

    [LibraryImport(Library, EntryPoint = "CreateDirectoryW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial int MakeFolder(string path, void* security);

    [LibraryImport(Library, EntryPoint = "MoveFileExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial int Move(string from, string to, uint flags);

    [LibraryImport(Library, EntryPoint = "DeviceIoControl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, uint what, void* from, uint fromSize, void* into, uint intoSize, uint* got, nint overlapped);

    [LibraryImport(Library, EntryPoint = "GetFinalPathNameByHandleW", SetLastError = true)]
    public static partial uint RealPath(SafeFileHandle file, char* into, uint room, uint flags);

    [LibraryImport(Library, EntryPoint = "GetVolumePathNameW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial int VolumeOf(string path, char* into, uint room);

    [LibraryImport(Library, EntryPoint = "GetVolumeInformationW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial int Volume(string root, char* name, uint nameRoom, uint* serial, uint* longest, uint* flags, char* system, uint systemRoom);

    [LibraryImport(Library, EntryPoint = "GetDriveTypeW", StringMarshalling = StringMarshalling.Utf16)]
    public static partial uint KindOfDrive(string root);

    [LibraryImport(Library, EntryPoint = "GetDiskFreeSpaceExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial int FreeSpace(string folder, ulong* forUs, ulong* all, ulong* free);

    [LibraryImport(Library, EntryPoint = "LockFileEx", SetLastError = true)]
    public static partial int LockBytes(SafeFileHandle file, uint flags, uint reserved, uint countLow, uint countHigh, Offset* at);

    [LibraryImport(Library, EntryPoint = "UnlockFileEx", SetLastError = true)]
    public static partial int UnlockBytes(SafeFileHandle file, uint reserved, uint countLow, uint countHigh, Offset* at);

    [LibraryImport(Library, EntryPoint = "FindFirstChangeNotificationW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial nint WatchFolder(string folder, int below, uint what);

    [LibraryImport(Library, EntryPoint = "FindNextChangeNotification", SetLastError = true)]
    public static partial int WatchOn(nint watch);

    [LibraryImport(Library, EntryPoint = "FindCloseChangeNotification", SetLastError = true)]
    public static partial int WatchNoMore(nint watch);

    [LibraryImport(Library, EntryPoint = "CreatePipe", SetLastError = true)]
    public static partial int MakePipe(out SafeFileHandle reading, out SafeFileHandle writing, void* security, uint size);
}

/// <summary>Where in a file (struct OVERLAPPED).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Offset
{
    nuint _status;
    nuint _moved;
    ulong _at;
    nint _event;

    /// <summary>A place in a file.</summary>
    public static Offset Of(long at) => new() { _at = (ulong)at };

    /// <summary>The end of the file, wherever that is when the bytes come there.</summary>
    public static Offset End => new() { _at = ulong.MaxValue };
}

/// <summary>What a handle is open on (struct BY_HANDLE_FILE_INFORMATION).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct RawFileFacts
{
    /// <summary>What kind of thing it is.</summary>
    public FileFlags Attributes;
    long _created;
    long _read;
    long _written;
    uint _volume;
    uint _sizeHigh;
    uint _sizeLow;
    uint _links;
    uint _indexHigh;
    uint _indexLow;

    /// <summary>Which file it is.</summary>
    public readonly Runs.FileId Id => new(_volume, ((ulong)_indexHigh << 32) | _indexLow);
    /// <summary>Its size.</summary>
    public readonly long Size => (long)(((ulong)_sizeHigh << 32) | _sizeLow);
    /// <summary>When it was last written.</summary>
    public readonly DateTimeOffset ModifiedAt => _written > 0 ? DateTimeOffset.FromFileTime(_written) : DateTimeOffset.UnixEpoch;
}

/// <summary>What an attribute of a file says (winnt.h).</summary>
[Flags]
internal enum FileFlags : uint
{
    /// <summary>It is a folder.</summary>
    Folder = 0x10,
    /// <summary>It is a device.</summary>
    Device = 0x40,
    /// <summary>Something stands for it: a link, or a file that is kept elsewhere.</summary>
    Reparse = 0x400,
}

/// <summary>Rights on a file (winnt.h).</summary>
internal static class FileRights
{
    public const uint ReadData = 0x1, WriteData = 0x2, AppendData = 0x4, ReadAttributes = 0x80,
        Delete = 0x10000, Synchronize = 0x100000, Read = 0x80000000, Write = 0x40000000;
}

/// <summary>What others may do with a file meanwhile (winnt.h).</summary>
internal static class FileShares
{
    public const uint Read = 1, Write = 2, Delete = 4, All = Read | Write | Delete;
}

/// <summary>How a file is opened (fileapi.h, winbase.h).</summary>
internal static class Openings
{
    public const uint New = 1, Existing = 3;
    public const uint ItselfIfLink = 0x00200000, FoldersToo = 0x02000000;
}
