using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>Waits for changes in folders by a queue of the kernel's events, or by looking again and again where that
/// cannot be had.</summary>
internal sealed class MacChanges : IChanges
{
    const int EventsAtOnce = 64;

    readonly Kqueue _queue = new();
    readonly WatchedFolder[] _folders;
    bool _hears;
    readonly LookingAgain _again = new();

    /// <summary>Begins to listen.</summary>
    public MacChanges(IReadOnlyList<string> folders)
    {
        _folders = [.. folders.Select(one => WatchedFolder.TryWatch(one, _queue)).OfType<WatchedFolder>()];
        _hears = _folders.Length == folders.Count;
    }

    public Waking Wait(ProcessHandle? process, TimeSpan timeout, CancellationToken stop = default)
    {
        using var stopping = new StopFlag(stop);
        Span<PollEntry> entries = [_queue.Entry, (process as WaitableHandle)?.Entry ?? new PollEntry { Descriptor = -1 }, stopping.Entry];
        TimeSpan? left = timeout == Timeout.InfiniteTimeSpan ? null : timeout;
        var looksSooner = !_hears && (left is null || _again.Pause < left);
        if (!Descriptors.Poll(entries, looksSooner ? _again.Pause : left)) return looksSooner ? _again.Look() : Waking.TimeUp;
        if (entries[0].Seen != 0 && Take()) return Waking.Changed;
        return entries[1].Seen != 0 ? Waking.ProcessEnded : Waking.TimeUp;
    }

    public void Dispose()
    {
        foreach (var folder in _folders) folder.Dispose();
        _queue.Dispose();
    }

    bool Take()
    {
        Span<KernelEvent> events = stackalloc KernelEvent[EventsAtOnce];
        var some = false;
        while (_queue.Take(events) > 0) some = true;
        if (some && _hears) _hears = Array.TrueForAll(_folders, one => one.TryLookAgain());
        return some;
    }
}
