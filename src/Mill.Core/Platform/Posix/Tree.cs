using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>Removes trees, going from handle to handle, so that no name can be swapped for a link on the way.</summary>
internal static unsafe class Tree
{
    const int Attempts = 5;
    const uint OwnerAlone = 0x1C0; // 0700

    // Stands for the folder that a whole path needs none of.
    static readonly SafeFileHandle s_here = new(PathFlags.Here, ownsHandle: false);

    /// <summary>Removes a folder and all below it; what is not there is gone already.</summary>
    public static void Remove(string path)
    {
        fixed (byte* name = (byte[])[.. Encoding.UTF8.GetBytes(path), 0])
            for (var attempt = 0; attempt < Attempts; attempt++)
                if (TryRemove(s_here, name, path)) return;
        throw Failure.Of(Errno.NotEmpty, "removed", path);
    }

    // False for one that was filled again meanwhile: it makes the whole be gone through once more.
    static bool TryRemove(SafeFileHandle within, byte* name, string path)
    {
        if (Libc.UnlinkAt(within, name, 0) == 0 || Failure.Last is Errno.NotThere or Errno.NotAFolder) return true;
        if (Failure.Last is not (Errno.IsAFolder or Errno.NotPermitted)) throw Failure.Of("removed", path);
        using (var folder = TryOpen(within, name, path))
        {
            if (folder is null) return true; // Somebody else removes the same tree: a sweep what another one is just taking away.
            Empty(folder, path);
        }
        if (Libc.UnlinkAt(within, name, PathFlags.RemoveFolder) == 0 || Failure.Last == Errno.NotThere) return true;
        return Failure.Last == Errno.NotEmpty ? false : throw Failure.Of("removed", path);
    }

    static void Empty(SafeFileHandle folder, string path)
    {
        // Its owner may not change it where it is a cache that was closed against that; where he is somebody else, this changes nothing.
        _ = Libc.SetMode(folder, OwnerAlone);
        foreach (var name in NamesIn(folder, path))
            fixed (byte* start = name) TryRemove(folder, start, path);
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

    static SafeFileHandle? TryOpen(SafeFileHandle within, byte* name, string path)
    {
        for (var letIn = false; ; letIn = true)
        {
            var number = LibcVariadic.OpenAt(within, name, OpenFlags.Read | OpenFlags.Careful | OpenFlags.Folder, 0);
            if (number >= 0) return new SafeFileHandle(number, ownsHandle: true);
            var error = Failure.Last;
            if (error == Errno.NotThere) return null;
            if (error != Errno.NoAccess || letIn || !TryLetOwnerIn(within, name)) throw Failure.Of(error, "removed", path);
        }
    }

    // A folder that cannot even be opened.
    static bool TryLetOwnerIn(SafeFileHandle within, byte* name)
    {
        if (OperatingSystem.IsMacOS()) return MacOS.MacFileCalls.SetModeOfLink(within, name, OwnerAlone) == 0;
        // Linux has had no call for that which follows nothing before 6.6; what was found by following nothing has a number, though.
        var number = LibcVariadic.OpenAt(within, name, OpenFlags.NameAlone | OpenFlags.Careful | OpenFlags.Folder, 0);
        if (number < 0) return false;
        using var found = new SafeFileHandle(number, ownsHandle: true);
        return Libc.SetMode($"/proc/self/fd/{number}", OwnerAlone) == 0;
    }
}
