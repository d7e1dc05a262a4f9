using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>Files and folders of every Unix; what a system does in its own way is left to it.</summary>
internal abstract unsafe class PosixFiles : IFiles
{
    const uint OwnerAlone = 0x1C0; // 0700
    const int PermissionBits = 0x1FF;
    const int MayRun = 1;
    const int OthersMayWrite = 2; // S_IWOTH
    const uint Administrator = 0;
    const int LongestPath = 4096; // PATH_MAX: 4096 on Linux, 1024 on macOS

    public SafeFileHandle? TryOpenToRead(string path) => Opening.TryOpen(path, OpenFlags.Read);

    public SafeFileHandle CreateNew(string path) =>
        Opening.TryCreate(path, OpenFlags.ReadWrite) ?? throw Failure.Of(Errno.Exists, "made", path);

    public SafeFileHandle OpenToAppend(string path)
    {
        var handle = Opening.OpenOrCreate(path, OpenFlags.ReadWrite | OpenFlags.Append);
        DescriptorFlags.LetBlock(handle);
        return handle;
    }

    public SafeFileHandle OpenToUpdate(string path) => Opening.OpenOrCreate(path, OpenFlags.ReadWrite);

    public int ReadAt(SafeFileHandle file, Span<byte> into, long offset) =>
        Descriptors.ReadAllAt(file, into, offset) is >= 0 and var got ? got : throw Failed("read", file);

    public void WriteAt(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        if (!Descriptors.TryWriteAllAt(file, bytes, offset)) throw Failed("written", file);
    }

    public void Append(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        if (!Descriptors.TryWriteAll(file, bytes)) throw Failed("written", file);
    }

    public bool TryCreateFolder(string path)
    {
        if (Libc.MakeFolder(path, OwnerAlone) != 0)
            return Failure.Last == Errno.Exists ? false : throw Failure.Of("made", path);
        var asWanted = Status.TryLook(path, out var status) && (status.Mode & PermissionBits) == OwnerAlone;
        return asWanted || Libc.SetMode(path, OwnerAlone) == 0 ? true : throw Failure.Of("given its mode", path);
    }

    public void Replace(string staged, string target)
    {
        if (Libc.Rename(staged, target) != 0) throw Failure.Of("replaced", target);
    }

    public bool MovesFoldersInUse => true;

    public void Move(string from, string to)
    {
        using var strings = new CStrings([from, to]);
        if (RenameToFree(strings.Vector[0], strings.Vector[1]) == 0) return;
        // Some file systems know only the plain rename.
        var knowsOnlyPlain = Failure.Last == Errno.Invalid || Errno.IsCannot(Failure.Last);
        if (!knowsOnlyPlain || Status.TryLook(to, out _) || Libc.Rename(from, to) != 0)
            throw Failure.Of($"moved to {to}", from);
    }

    public void Sync(SafeFileHandle file)
    {
        while (SyncOnce(file) != 0)
            if (Failure.Last != Errno.Interrupted) throw Failed("brought to the disk", file);
    }

    public bool Delete(string path)
    {
        if (Libc.Unlink(path) == 0) return true;
        return Failure.Last is Errno.NotThere or Errno.NotAFolder ? false : throw Failure.Of("removed", path);
    }

    public void DeleteTree(string path) => Tree.Remove(path);

    public FileFacts? Look(string path)
    {
        if (Status.TryLook(path, out var status)) return status.Facts;
        return Failure.Last is Errno.NotThere or Errno.NotAFolder ? null : throw Failure.Of("looked at", path);
    }

    public FileFacts Look(SafeFileHandle file) =>
        Status.TryLook(file, out var status) ? status.Facts : throw Failed("looked at", file);

    public UserId? OwnerOf(string path)
    {
        if (Status.TryLook(path, out var status)) return status.Owner;
        return Failure.Last is Errno.NotThere or Errno.NotAFolder ? null : throw Failure.Of("looked at", path);
    }

    public bool IsOpenToAll(string path) => Status.TryLook(path, out var status) && (status.Mode & OthersMayWrite) != 0;

    public string? Distrust(SafeFileHandle file, string path)
    {
        if (!Status.TryLook(file, out var status)) throw Failed("looked at", file);
        if (status.User != Libc.EffectiveUser() && status.User != Administrator) return $"it belongs to user {status.User}, not to you ({Libc.EffectiveUser()})";
        return (status.Mode & OthersMayWrite) != 0 ? $"everybody may write to it (chmod o-w {path})" : null;
    }

    public abstract IEnumerable<string> Names(string folder);

    public void Cut(SafeFileHandle file, long size)
    {
        if (Libc.Cut(file, size) != 0) throw Failed("cut", file);
    }

    public abstract bool GiveBack(SafeFileHandle file, long offset, long length);

    public long? NextData(SafeFileHandle file, long offset)
    {
        if (Libc.Seek(file, offset, SeekData) is >= 0 and var next) return next;
        return Failure.Last switch
        {
            Errno.NoDevice => null,
            Errno.Invalid => offset,
            var error when Errno.IsCannot(error) => offset,
            _ => throw Failed("read", file),
        };
    }

    public FileSystemFacts FileSystem(string path)
    {
        for (var here = path; ; here = Path.GetDirectoryName(here) ?? "/")
        {
            if (FileSystemAt(here) is { } facts) return facts;
            if (Failure.Last is not (Errno.NotThere or Errno.NotAFolder)) throw Failure.Of("looked at", path);
        }
    }

    public void LetRun(string path)
    {
        using var file = Opening.TryOpen(path, OpenFlags.Read) ?? throw Failure.Of(Errno.NotThere, "made a program", path);
        if (Libc.SetMode(file, OwnerAlone) != 0) throw Failed("made a program", file);
        AwaitWriters(file);
    }

    public string? RealPath(string path)
    {
        var real = stackalloc byte[LongestPath];
        return Libc.RealPath(path, real) == null ? null : Marshal.PtrToStringUTF8((nint)real);
    }

    public bool MayExecute(string path) =>
        Status.TryFollow(path, out var status) && status.Kind == FileKind.File && Libc.Access(path, MayRun) == 0;

    public bool MayEnter(string path) =>
        Status.TryFollow(path, out var status) && status.Kind == FileKind.Folder && Libc.Access(path, MayRun) == 0;

    /// <summary>SEEK_DATA.</summary>
    protected abstract int SeekData { get; }
    /// <summary>Renames, and fails when the new name is taken.</summary>
    protected abstract int RenameToFree(byte* from, byte* to);
    /// <summary>Waits until what was written, and the size, are on the disk.</summary>
    protected abstract int SyncOnce(SafeFileHandle file);
    /// <summary>Waits a while until nobody has a file open to write, where that can be asked.</summary>
    protected virtual void AwaitWriters(SafeFileHandle file) { }
    /// <summary>What the file system at a path can do; null for an error.</summary>
    protected abstract FileSystemFacts? FileSystemAt(string path);
    /// <summary>Where an open file is; null where that cannot be told.</summary>
    protected abstract string? PathOf(SafeFileHandle file);

    /// <summary>The exception for the call that failed last on an open file.</summary>
    protected Exception Failed(string act, SafeFileHandle file)
    {
        // Asking for the name is a call of its own, and would take the error's place.
        var error = Failure.Last;
        return Failure.Of(error, act, PathOf(file) ?? "The file");
    }
}
