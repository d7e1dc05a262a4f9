using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>Opens regular files and nothing else.</summary>
internal static class Opening
{
    const int Attempts = 10;
    const uint OwnerAlone = 0x180; // 0600
    const int PermissionBits = 0x1FF;

    /// <summary>Opens a regular file; null when nothing is there.</summary>
    public static SafeFileHandle? TryOpen(string path, int flags)
    {
        var handle = TryOpenAnything(path, flags);
        if (handle is null) return null;
        if (!Status.TryLook(handle, out var status)) throw Refused(handle, "looked at", path);
        if (status.Kind == FileKind.File) return handle;
        handle.Dispose();
        throw new NotAFileException(path, status.Kind == FileKind.Folder ? "a folder" : "a pipe or device");
    }

    /// <summary>Opens a regular file, and makes it when nothing is there.</summary>
    public static SafeFileHandle OpenOrCreate(string path, int flags)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
            if ((TryOpen(path, flags) ?? TryCreate(path, flags)) is { } handle) return handle;
        throw Failure.Of(Errno.Exists, "opened", path);
    }

    /// <summary>Makes a file, readable by its owner alone; null when something is there already.</summary>
    public static SafeFileHandle? TryCreate(string path, int flags)
    {
        var number = Open(path, flags | OpenFlags.Create | OpenFlags.Exclusive, OwnerAlone);
        if (number < 0) return Failure.Last == Errno.Exists ? null : throw Failure.Of("made", path);
        var handle = new SafeFileHandle(number, ownsHandle: true);
        if (!Status.TryLook(handle, out var status)) throw Refused(handle, "looked at", path);
        var asWanted = (status.Mode & PermissionBits) == OwnerAlone;
        return asWanted || Libc.SetMode(handle, OwnerAlone) == 0 ? handle : throw Refused(handle, "given its mode", path);
    }

    /// <summary>Opens a folder; null when none is there.</summary>
    public static SafeFileHandle? TryOpenFolder(string path)
    {
        var number = Open(path, OpenFlags.Read | OpenFlags.Folder, 0);
        if (number >= 0) return new SafeFileHandle(number, ownsHandle: true);
        return Failure.Last is Errno.NotThere or Errno.NotAFolder ? null : throw Failure.Of("read", path);
    }

    static SafeFileHandle? TryOpenAnything(string path, int flags)
    {
        var number = Open(path, flags, 0);
        if (number >= 0) return new SafeFileHandle(number, ownsHandle: true);
        return Failure.Last is Errno.NotThere or Errno.NotAFolder ? null : throw NotOpened(Failure.Last, path);
    }

    static Exception NotOpened(int error, string path) => error switch
    {
        Errno.NoDevice => new NotAFileException(path, "a pipe or socket"),
        Errno.IsAFolder => new NotAFileException(path, "a folder"),
        _ when error == Errno.Loop => new NotAFileException(path, "a link"),
        _ => Failure.Of(error, "opened", path),
    };

    static int Open(string path, int flags, uint mode)
    {
        int number;
        do number = LibcVariadic.Open(path, flags | OpenFlags.Careful, mode);
        while (number < 0 && Failure.Last == Errno.Interrupted);
        return number;
    }

    static Exception Refused(SafeFileHandle handle, string act, string path)
    {
        var failure = Failure.Of(act, path);
        handle.Dispose();
        return failure;
    }
}
