using Mill.Platform;

namespace Mill.Store;

/// <summary>One who waits in line for a lock: it tries when it is its turn, and else seldom.</summary>
/// <param name="platform">The system.</param>
/// <param name="path">The lock's file.</param>
internal sealed class LockLine(IPlatform platform, string path) : IDisposable
{
    const int LongestPauseMs = 5, LongestPauseOfManyMs = 20;
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5), s_betweenTries = TimeSpan.FromSeconds(1), s_ofFew = TimeSpan.FromSeconds(1);

    ILockPlace? _place;
    TimeSpan _next = s_patience;
    bool _isTurn;
    int _pauseMs = 1, _longestPauseMs;

    /// <summary>Whether to try now, after it has waited so long for somebody who does not get on.</summary>
    public bool MayTry(TimeSpan waited)
    {
        if (_place is null && platform.Files.Look(path) is { Kind: FileKind.File }) _place = platform.Locks.TryQueue(path);
        _isTurn = _place is not { IsFirst: false };
        // Behind a few it is soon our turn; whoever waits for long is one of many, who must not all look all the time.
        _longestPauseMs = _isTurn || waited < s_ofFew ? LongestPauseMs : LongestPauseOfManyMs;
        if (waited < s_patience) _next = s_patience;
        if (_isTurn || waited <= _next) return _isTurn;
        // One who is before us may have been stopped while it waits. But if all of very many tried all the time, nobody would get on.
        _next = waited + s_betweenTries;
        return true;
    }

    /// <summary>How long to wait until the next look.</summary>
    public TimeSpan Pause()
    {
        var pause = Math.Min(_pauseMs, _longestPauseMs);
        _pauseMs = pause * 2;
        return TimeSpan.FromMilliseconds(pause);
    }

    /// <summary>Leaves the line.</summary>
    public void Dispose() => _place?.Dispose();
}
