using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>Removes trees, going from handle to handle, so that no name can be swapped for a link on the way.</summary>
internal static unsafe class Tree
{
    const int Attempts = 5;

    /// <summary>Removes a folder and all below it; what is not there is gone already.</summary>
    public static void Remove(string path)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (Libc.Unlink(path) == 0) return;
            if (Failure.Last is Errno.NotThere or Errno.NotAFolder) return;
            if (Failure.Last is not (Errno.IsAFolder or Errno.NotPermitted)) throw Failure.Of("removed", path);
            using (var folder = Opening.TryOpenFolder(path))
                if (folder is not null) Empty(folder, path);
            if (Libc.RemoveFolder(path) == 0 || Failure.Last == Errno.NotThere) return;
            if (Failure.Last != Errno.NotEmpty) throw Failure.Of("removed", path);
        }
        throw Failure.Of(Errno.NotEmpty, "removed", path);
    }

    static void Empty(SafeFileHandle folder, string path)
    {
        foreach (var name in NamesIn(folder, path))
            fixed (byte* start = name) RemoveIn(folder, start, path);
    }

    // All of them first: a folder that is read while it is emptied may leave some out. Each with a zero behind it.
    static List<byte[]> NamesIn(SafeFileHandle folder, string path)
    {
        var names = new List<byte[]>();
        if (OperatingSystem.IsMacOS())
            foreach (var name in MacOS.FolderEntries.Of(folder, path)) names.Add([.. name, 0]);
        else
            foreach (var name in new Linux.FolderEntries(folder, path, new byte[Linux.FolderEntries.GoodSize])) names.Add([.. name, 0]);
        return names;
    }

    static void RemoveIn(SafeFileHandle folder, byte* name, string path)
    {
        if (Libc.UnlinkAt(folder, name, 0) == 0 || Failure.Last == Errno.NotThere) return;
        if (Failure.Last is not (Errno.IsAFolder or Errno.NotPermitted)) throw Failure.Of("emptied", path);
        var number = LibcVariadic.OpenAt(folder, name, OpenFlags.Careful | OpenFlags.Folder, 0);
        if (number < 0 && Failure.Last == Errno.NotThere) return; // Somebody else removes the same tree: a sweep what another one is just taking away.
        if (number < 0) throw Failure.Of("emptied", path);
        using (var inner = new SafeFileHandle(number, ownsHandle: true)) Empty(inner, path);
        // One that was filled again meanwhile makes the whole be gone through once more.
        if (Libc.UnlinkAt(folder, name, PathFlags.RemoveFolder) != 0 && Failure.Last != Errno.NotEmpty && Failure.Last != Errno.NotThere)
            throw Failure.Of("emptied", path);
    }
}
