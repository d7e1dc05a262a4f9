using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>Removes files and trees, also while somebody has them open, and follows no link.</summary>
internal static unsafe class Removal
{
    const int Dispose = 4, DisposeAnyway = 21; // FileDispositionInfo, FileDispositionInfoEx
    const uint Delete = 0x1, NameAtOnce = 0x2, EvenIfReadOnly = 0x10; // FILE_DISPOSITION_FLAG_…, winbase.h

    /// <summary>Removes a file or link; false when there is none.</summary>
    public static bool Remove(string path)
    {
        using var handle = TryOpen(path);
        if (handle is null) return false;
        if (IsFolder(handle)) throw new IOException($"{path} cannot be removed: it is a folder.");
        Remove(handle, path);
        return true;
    }

    /// <summary>Removes a folder and all below it; what is not there is gone already.</summary>
    public static void RemoveTree(string path)
    {
        // One that is filled again meanwhile, or in which something that was removed is still open, is gone through again.
        var error = Patience.While(error => error is Win32Error.DirectoryNotEmpty || Win32Error.IsInUse(error), () => TryRemoveTree(path));
        if (error != 0) throw WindowsFailure.Of(error, "removed", path);
    }

    static int TryRemoveTree(string path)
    {
        using var handle = TryOpen(path);
        if (handle is null) return 0;
        if (IsFolder(handle))
            foreach (var name in Current.Platform.Files.Names(path))
                if (TryRemoveTree(Path.Combine(path, name)) is not 0 and var error) return error;
        return TryRemove(handle);
    }

    static SafeFileHandle? TryOpen(string path) => WindowsOpening.TryOpenAnything(
        path, FileRights.Delete | FileRights.ReadAttributes | FileRights.Synchronize, FileShares.All, Openings.ItselfIfLink | Openings.FoldersToo, "removed");

    static bool IsFolder(SafeFileHandle handle)
    {
        RawFileFacts facts;
        return Kernel32.Look(handle, &facts) != 0 && facts.Attributes.HasFlag(FileFlags.Folder) && !WindowsOpening.IsLink(handle);
    }

    static void Remove(SafeFileHandle handle, string path)
    {
        if (TryRemove(handle) is not 0 and var error) throw WindowsFailure.Of(error, "removed", path);
    }

    static int TryRemove(SafeFileHandle handle)
    {
        var flags = Delete | NameAtOnce | EvenIfReadOnly;
        if (Kernel32.Set(handle, DisposeAnyway, &flags, sizeof(uint)) != 0) return 0;
        if (!Win32Error.IsUnknownRequest(WindowsFailure.Last)) return WindowsFailure.Last;
        // An older system keeps the name until the last who has it open is gone.
        byte yes = 1;
        return Kernel32.Set(handle, Dispose, &yes, sizeof(byte)) != 0 ? 0 : WindowsFailure.Last;
    }
}
