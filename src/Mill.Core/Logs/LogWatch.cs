using Microsoft.Win32.SafeHandles;
using Mill.Platform;

namespace Mill.Logs;

/// <summary>What one look at a log found.</summary>
/// <param name="IsActive">Whether something was written since the look before.</param>
/// <param name="WasEmptied">Whether the process has emptied it since.</param>
/// <param name="CannotCap">Whether it was found just now that the file system gives no blocks back; said once.</param>
internal readonly record struct LogLook(bool IsActive, bool WasEmptied, bool CannotCap);

/// <summary>A worker's eye on one log: keeps it within its cap, and counts. Sizes tell of activity; times do not, for cutting moves them.</summary>
internal sealed class LogWatch(IFiles files, TimeProvider clock, SafeFileHandle log, long cap)
{
    long _size;
    long _writtenBefore;
    long _cutBefore;
    long _givenBack;
    long _dataFrom;
    long? _lookedAt;

    /// <summary>How many bytes were written, as far as sizes tell: what a process emptied between two looks is not seen.</summary>
    public long BytesWritten => _writtenBefore + _size;

    /// <summary>How many of them were given back.</summary>
    public long CutBytes => _cutBefore + _givenBack;

    /// <summary>Whether the process emptied its own log.</summary>
    public bool EmptiedByProcess { get; private set; }

    /// <summary>Whether the cap can be kept here.</summary>
    public bool IsCapped { get; private set; } = true;

    /// <summary>When to look again.</summary>
    public TimeSpan NextLook { get; private set; } = LogCap.NextLook(0, 0, TimeSpan.Zero, cap);

    /// <summary>Looks at the log, and gives back what is over its cap.</summary>
    public LogLook Look()
    {
        var size = files.Look(log).Size;
        var isActive = size != _size;
        var wasEmptied = size < _size || WasWrittenAnew();
        PlanNext(size);
        if (wasEmptied) BeginAnew();
        _size = size;
        return new(isActive || wasEmptied, wasEmptied, CannotCap: !GiveBack());
    }

    // Emptied and grown beyond its old size between two looks: then there is data where there was none once blocks were given back.
    bool WasWrittenAnew() => _givenBack > 0 && files.NextData(log, LogCap.HeadBytes(cap)) < _dataFrom;

    void BeginAnew()
    {
        EmptiedByProcess = true;
        _writtenBefore += _size;
        _cutBefore += _givenBack;
        _givenBack = 0;
    }

    void PlanNext(long size)
    {
        var now = clock.GetTimestamp();
        var elapsed = _lookedAt is { } before ? clock.GetElapsedTime(before, now) : TimeSpan.Zero;
        NextLook = LogCap.NextLook(size, _size, elapsed, cap);
        _lookedAt = now;
    }

    bool GiveBack()
    {
        if (!IsCapped || LogCap.ToGiveBack(_size, _givenBack, cap) is not { } stretch) return true;
        IsCapped = files.GiveBack(log, stretch.Offset, stretch.Length);
        if (!IsCapped) return false;
        _givenBack += stretch.Length;
        // Not every file system that gives back all of it says so.
        var end = stretch.Offset + stretch.Length;
        _dataFrom = Math.Min(files.NextData(log, LogCap.HeadBytes(cap)) ?? end, end);
        return true;
    }
}
