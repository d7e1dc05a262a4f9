using Microsoft.Win32.SafeHandles;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Logs;

/// <summary>
/// Reads one log in whole lines while it grows, is cut, emptied, or replaced at its path. A line longer than the
/// longest comes in pieces that split no character; a piece has no line end.
/// </summary>
internal sealed class LogStream(IFiles files, string path, bool isErr, int longest = LogStream.LongestLine) : IDisposable
{
    /// <summary>The longest line that comes whole, unless somebody says otherwise.</summary>
    public const int LongestLine = 1 << 20;

    // Small enough to stay off the large object heap, where each would have to wait for a full collection.
    const int BufferBytes = 64 << 10;
    const int LeastRoom = 16 << 10;

    SafeFileHandle? _log;
    byte[] _bytes = [];
    int _start;
    int _end;
    long _at;
    long _until = long.MaxValue;
    long _cut;
    bool _insideCutLine;

    Span<byte> Pending => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Goes to the last so many lines.</summary>
    public void StartAtLast(int lines)
    {
        if (TryOpen() is { } log) _at = LineStarts.OfLast(files, log, files.Look(log).Size, lines);
    }

    /// <summary>Settles that the log ends where it ends now.</summary>
    public void EndHere()
    {
        if (TryOpen() is { } log) _until = files.Look(log).Size;
    }

    /// <summary>The next whole lines; null when there are none for now.</summary>
    public LogChunk? Next()
    {
        if (TryOpen() is not { } log) return null;
        while (Read(log) is > 0 and var read)
            if (Take(read) is { } chunk) return chunk;
        return null;
    }

    /// <summary>What is left when the log is over: a last line without an end, or word of a last cut; null when nothing is.</summary>
    public LogChunk? Rest()
    {
        if (_insideCutLine) Drop(Utf8.Continued(Pending));
        return _end > _start || _cut > 0 ? Deliver(_end - _start) : null;
    }

    /// <summary>Lets go of the log.</summary>
    public void Dispose() => _log?.Dispose();

    // The handle stays: what replaces the file at its path repeats what was read already.
    SafeFileHandle? TryOpen() => _log ??= files.OpenIfOpen(path);

    int Read(SafeFileHandle log)
    {
        while (true)
        {
            MakeRoom();
            var room = (int)Math.Clamp(_until - _at, 0, Math.Min(_bytes.Length - _end, BufferBytes));
            var met = Holes.Read(files, log, _at, _bytes.AsSpan(_end, room));
            _at += met.Data + met.Hole;
            _end += met.Data;
            if (met.Hole > 0) SkipHole(met.Hole);
            else if (met.Data > 0 || !WasEmptied(log)) return met.Data;
        }
    }

    void SkipHole(long hole)
    {
        _cut += hole;
        Drop(_end - _start);
        _insideCutLine = true;
    }

    bool WasEmptied(SafeFileHandle log)
    {
        if (files.Look(log).Size >= _at) return false;
        (_at, _start, _insideCutLine) = (0, _end, false);
        return true;
    }

    LogChunk? Take(int read)
    {
        if (_insideCutLine && !GoOnAtALine(read)) return null;
        var before = Math.Max(_start, _end - read);
        var newline = _bytes.AsSpan(before, _end - before).LastIndexOf((byte)'\n');
        if (newline >= 0) return Deliver(before + newline + 1 - _start);
        return Pending.Length > longest ? Deliver(Utf8.Boundary(Pending, longest)) : null;
    }

    bool GoOnAtALine(int read)
    {
        var newline = _bytes.AsSpan(_end - read, read).IndexOf((byte)'\n');
        if (newline < 0 && Pending.Length <= longest) return false;
        Drop(newline < 0 ? Utf8.Continued(Pending) : _end - read + newline + 1 - _start);
        _insideCutLine = false;
        return true;
    }

    void Drop(int count)
    {
        _start += count;
        _cut += count;
    }

    LogChunk Deliver(int count)
    {
        var chunk = new LogChunk(isErr, _bytes.AsMemory(_start, count), _cut);
        _start += count;
        _cut = 0;
        return chunk;
    }

    // What was delivered stays the reader's own: a buffer is filled up and left, never used again.
    void MakeRoom()
    {
        if (_bytes.Length - _end >= LeastRoom) return;
        var pending = Pending;
        var bytes = GC.AllocateUninitializedArray<byte>(Math.Max(BufferBytes, pending.Length * 2));
        pending.CopyTo(bytes);
        (_bytes, _start, _end) = (bytes, 0, pending.Length);
    }
}
