using System.Text;
using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Platform.MacOS;

/// <summary>A folder and the files in it, each open only to be told of changes: a folder is not said to have changed
/// when what a file in it holds has.</summary>
internal sealed class WatchedFolder : IDisposable
{
    const int OnlyForEvents = 0x8000; // O_EVTONLY

    readonly string _path;
    readonly Kqueue _queue;
    readonly Dictionary<string, (FileId Id, SafeFileHandle Handle)> _open = [];

    WatchedFolder(string path, Kqueue queue) => (_path, _queue) = (path, queue);

    /// <summary>Watches one; null when that cannot be had, for want of the folder or of descriptors.</summary>
    public static WatchedFolder? TryWatch(string path, Kqueue queue)
    {
        var watched = new WatchedFolder(path, queue);
        if (watched.TryAdd("", path, folder: true) && watched.TryLookAgain()) return watched;
        watched.Dispose();
        return null;
    }

    /// <summary>Watches what files there are now, and those no more that are gone or have been replaced; false when the
    /// folder itself is another, or something cannot be watched.</summary>
    public bool TryLookAgain()
    {
        if (!Status.TryLook(_path, out var status) || !_open.TryGetValue("", out var itself) || itself.Id != status.Id) return false;
        var there = new HashSet<string>(StringComparer.Ordinal) { "" };
        using var handle = Opening.TryOpenFolder(_path);
        if (handle is null) return false;
        foreach (var name in FolderEntries.Of(handle, _path).Select(one => Encoding.UTF8.GetString(one)))
        {
            there.Add(name);
            if (!TryKeep(name)) return false;
        }
        foreach (var gone in _open.Keys.Where(name => !there.Contains(name)).ToArray()) Close(gone);
        return true;
    }

    /// <summary>Watches no more.</summary>
    public void Dispose()
    {
        foreach (var name in _open.Keys.ToArray()) Close(name);
    }

    bool TryKeep(string name)
    {
        var path = Path.Combine(_path, name);
        if (!Status.TryLook(path, out var status) || status.Kind != FileKind.File) return true;
        if (_open.TryGetValue(name, out var known) && known.Id == status.Id) return true;
        if (known.Handle is not null) Close(name);
        return TryAdd(name, path, folder: false);
    }

    bool TryAdd(string name, string path, bool folder)
    {
        var number = LibcVariadic.Open(path, OnlyForEvents | OpenFlags.Careful | (folder ? OpenFlags.Folder : 0), 0);
        if (number < 0) return !folder && Failure.Last == Errno.NotThere;
        var handle = new SafeFileHandle(number, ownsHandle: true);
        var isHeard = Status.TryLook(handle, out var status)
            && _queue.TryAdd((nuint)number, KernelEvent.File, KernelEvent.Add | KernelEvent.Clear, KernelEvent.FileChanged);
        if (isHeard) _open[name] = (status.Id, handle);
        else handle.Dispose();
        return isHeard;
    }

    // A queue forgets a descriptor that is closed.
    void Close(string name)
    {
        _open[name].Handle.Dispose();
        _open.Remove(name);
    }
}
