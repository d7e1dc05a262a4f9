using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.MacOS;

/// <summary>
/// Calls about files of macOS's C library. On x64 those that tell of inodes go by a second name where they tell them in
/// 64 bits; arm64 never had another form, and no second name.
/// </summary>
internal static unsafe partial class MacFileCalls
{
    const string Library = MacLibrary.Name;
    const int NoFollow = 0x20; // AT_SYMLINK_NOFOLLOW, sys/fcntl.h

    static readonly bool s_arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>Looks at what a path leads to.</summary>
    public static int Look(string path, byte* into) => s_arm ? stat(path, into) : stat64(path, into);

    /// <summary>Looks at what a path names, a link itself.</summary>
    public static int LookAtLink(string path, byte* into) => s_arm ? lstat(path, into) : lstat64(path, into);

    /// <summary>Looks at what a descriptor is open on.</summary>
    public static int Look(SafeFileHandle file, byte* into) => s_arm ? fstat(file, into) : fstat64(file, into);

    /// <summary>Asks about the file system of a path.</summary>
    public static int FileSystem(string path, byte* into) => s_arm ? statfs(path, into) : statfs64(path, into);

    /// <summary>Asks about the file system of an open file.</summary>
    public static int FileSystem(SafeFileHandle file, byte* into) => s_arm ? fstatfs(file, into) : fstatfs64(file, into);

    /// <summary>Begins to read a folder, whose descriptor is the reader's from now on; null for an error.</summary>
    public static void* OpenFolder(int descriptor) => s_arm ? fdopendir(descriptor) : fdopendir64(descriptor);

    /// <summary>Reads one entry; null at the end, and for an error.</summary>
    public static byte* ReadFolder(void* folder) => s_arm ? readdir(folder) : readdir64(folder);

    /// <summary>Ends the reading of a folder.</summary>
    [LibraryImport(Library, EntryPoint = "closedir", SetLastError = true)]
    public static partial int CloseFolder(void* folder);

    /// <summary>Renames; RENAME_EXCL lets it fail when the new name is taken.</summary>
    [LibraryImport(Library, EntryPoint = "renamex_np", SetLastError = true)]
    public static partial int Rename(byte* from, byte* to, uint flags);

    /// <summary>Sets the mode of what a name in an open folder names, a link itself.</summary>
    public static int SetModeOfLink(SafeFileHandle folder, byte* name, uint mode) => fchmodat(folder, name, mode, NoFollow);

    /// <summary>Hands what was written to the disk, which may still have it in its own memory.</summary>
    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(SafeFileHandle file);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int fchmodat(SafeFileHandle folder, byte* name, uint mode, int flags);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int stat(string path, byte* into);

    [LibraryImport(Library, EntryPoint = "stat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int stat64(string path, byte* into);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int lstat(string path, byte* into);

    [LibraryImport(Library, EntryPoint = "lstat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int lstat64(string path, byte* into);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int fstat(SafeFileHandle file, byte* into);

    [LibraryImport(Library, EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static partial int fstat64(SafeFileHandle file, byte* into);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statfs(string path, byte* into);

    [LibraryImport(Library, EntryPoint = "statfs$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statfs64(string path, byte* into);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int fstatfs(SafeFileHandle file, byte* into);

    [LibraryImport(Library, EntryPoint = "fstatfs$INODE64", SetLastError = true)]
    private static partial int fstatfs64(SafeFileHandle file, byte* into);

    [LibraryImport(Library, SetLastError = true)]
    private static partial void* fdopendir(int descriptor);

    [LibraryImport(Library, EntryPoint = "fdopendir$INODE64", SetLastError = true)]
    private static partial void* fdopendir64(int descriptor);

    [LibraryImport(Library, SetLastError = true)]
    private static partial byte* readdir(void* folder);

    [LibraryImport(Library, EntryPoint = "readdir$INODE64", SetLastError = true)]
    private static partial byte* readdir64(void* folder);
}
