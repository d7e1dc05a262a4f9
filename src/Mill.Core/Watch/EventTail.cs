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
    long _at;
    long _last;

    /// <summary>The events that came since.</summary>
    public IReadOnlyList<RunEvent> Next()
    {
        _file ??= _files.TryOpenToRead(folder[FileNames.Events]);
        if (_file is null) return [];
        var bytes = new byte[Math.Max(0, _files.Look(_file).Size - _at)];
        var read = 0;
        while (read < bytes.Length && _files.ReadAt(_file, bytes.AsSpan(read, Math.Min(Piece, bytes.Length - read)), _at + read) is > 0 and var more) read += more;
        var whole = bytes.AsSpan(0, read).LastIndexOf((byte)'\n') + 1;
        _at += whole;
        var news = EventLog.Parse(bytes.AsSpan(0, whole), folder.Id).Events.Where(one => one.Sequence > _last).ToList();
        if (news.Count > 0) _last = news[^1].Sequence;
        return news;
    }

    /// <summary>Lets go of the log.</summary>
    public void Dispose() => _file?.Dispose();
}
