using Microsoft.Win32.SafeHandles;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Watch;

/// <summary>Reads an event log on from where it was read to, whole lines only, each event once.</summary>
internal sealed class EventTail(RunFolder folder) : IDisposable
{
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
        if (_files.Look(_file).Size > EventLog.MaxBytes) return [];
        var bytes = EventLog.ReadFrom(_files, _file, _at, pastHoles: false);
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
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
