using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>Waits for changes in folders by inotify, or by looking again and again where that cannot be had.</summary>
internal sealed class LinuxChanges : IChanges
{

    readonly EventFlag _changed = new();
    readonly Inotify.Listener _listener;
    readonly bool _hears;
    readonly LookingAgain _again = new();

    /// <summary>Begins to listen.</summary>
    public LinuxChanges(IReadOnlyList<string> folders)
    {
        _listener = new Inotify.Listener(_changed);
        _hears = Inotify.TryListen(_listener, folders);
    }

    public Waking Wait(ProcessHandle? process, TimeSpan timeout, CancellationToken stop = default)
    {
        using var stopping = new StopFlag(stop);
        var handle = (PidHandle?)process;
        Span<PollEntry> entries = [_changed.Entry, handle?.Entry ?? new PollEntry { Descriptor = -1 }, stopping.Entry];
        TimeSpan? left = timeout == Timeout.InfiniteTimeSpan ? null : timeout;
        var blind = !_hears || _listener.IsDeaf;
        var looksSooner = blind && (left is null || _again.Pause < left);
        if (!Descriptors.Poll(entries, looksSooner ? _again.Pause : left)) return looksSooner ? _again.Look() : Waking.TimeUp;
        if (entries[0].Seen != 0 && _changed.Lower()) return Waking.Changed;
        return entries[1].Seen != 0 ? Waking.ProcessEnded : Waking.TimeUp;
    }

    public void Dispose()
    {
        Inotify.Leave(_listener);
        _changed.Dispose();
    }
}
