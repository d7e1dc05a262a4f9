using Microsoft.Win32.SafeHandles;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Watch;

/// <summary>Reads an event log on from where it was read to, whole lines only, each event once.</summary>
internal sealed class EventTail(RunFolder folder) : IDisposable
{
    const int Piece = 64 << 10;

    readonly IFiles _files = folder.Platform.Files;
    SafeFileHandle? _file;
    FileId? _which;
    long _at;
    long _last;

    /// <summary>The events that came since.</summary>
    public IReadOnlyList<RunEvent> Next()
    {
        if (_files.Look(folder[FileNames.Events])?.Id is { } now && now != _which) Open(now);
        if (_file is null) return [];
        var size = _files.Look(_file).Size;
        if (size > EventLog.MaxBytes) return [];
        var bytes = new byte[Math.Max(0, size - _at)];
        var read = 0;
        while (read < bytes.Length && _files.ReadAt(_file, bytes.AsSpan(read, Math.Min(Piece, bytes.Length - read)), _at + read) is > 0 and var more) read += more;
        var whole = bytes.AsSpan(0, read).LastIndexOf((byte)'\n') + 1;
        _at += whole;
        var news = EventLog.Parse(bytes.AsMemory(0, whole), folder.Id).Events.Where(one => one.Sequence > _last).ToList();
        if (news.Count > 0) _last = news[^1].Sequence;
        return news;
    }

    // A log that was lost is told again in a file of its own.
    void Open(FileId which)
    {
        _file?.Dispose();
        _file = _files.TryOpenToRead(folder[FileNames.Events]);
        (_which, _at) = (which, 0);
    }

    /// <summary>Lets go of the log.</summary>
    public void Dispose() => _file?.Dispose();
}
