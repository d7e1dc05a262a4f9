using System.Runtime.InteropServices;

namespace Mill.Platform.Posix;

/// <summary>The family of <c>posix_spawn</c>; each answers with the error, 0 for none.</summary>
internal static unsafe partial class LibcSpawn
{
    const string Library = "libc";

    /// <summary>Launches a program.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawn")]
    public static partial int Spawn(int* pid, byte* path, void* actions, void* attributes, byte** arguments, byte** environment);

    /// <summary>Begins a list of what the child does with descriptors.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitActions(void* actions);

    /// <summary>Frees such a list.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int FreeActions(void* actions);

    /// <summary>Gives the child a descriptor under another number.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDuplicate(void* actions, int from, int to);

    /// <summary>Opens a file in the child; the path is copied.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddOpen(void* actions, int descriptor, string path, int flags, uint mode);

    /// <summary>Starts the child in a folder; the path is copied.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddFolder(void* actions, string path);

    /// <summary>Begins attributes.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawnattr_init")]
    public static partial int InitAttributes(void* attributes);

    /// <summary>Frees attributes.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawnattr_destroy")]
    public static partial int FreeAttributes(void* attributes);

    /// <summary>Says which attributes hold.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(void* attributes, short flags);

    /// <summary>Says which signals do in the child what they do by default.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetDefaults(void* attributes, SignalSet* signals);

    /// <summary>Says which signals the child begins with blocked.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetMask(void* attributes, SignalSet* signals);
}
