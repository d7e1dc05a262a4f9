namespace Mill.Platform.Windows;

/// <summary>Waits for changes in folders by the system's notification, or by looking again and again where that cannot be had.</summary>
internal sealed class WindowsChanges : IChanges
{
    const uint AnyChange = 0x1 | 0x2 | 0x4 | 0x8 | 0x10; // FILE_NOTIFY_CHANGE_FILE_NAME, DIR_NAME, ATTRIBUTES, SIZE, LAST_WRITE
    const nint None = -1;                                // INVALID_HANDLE_VALUE
    static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(50), s_longest = TimeSpan.FromSeconds(1);

    readonly List<(string Folder, nint Watch)> _watches = [];
    readonly int _wanted;
    TimeSpan _pause = s_shortest;

    /// <summary>Begins to listen.</summary>
    public WindowsChanges(IReadOnlyList<string> folders)
    {
        _wanted = folders.Count;
        foreach (var folder in folders)
            if (Kernel32.WatchFolder(LongPath.Of(folder), 0, AnyChange) is not None and var watch) _watches.Add((folder, watch));
    }

    public Waking Wait(ProcessHandle? process, TimeSpan timeout, CancellationToken stop = default)
    {
        TimeSpan? left = timeout == Timeout.InfiniteTimeSpan ? null : timeout;
        var isBlind = _watches.Count < _wanted;
        var looksSooner = isBlind && (left is null || _pause < left);
        nint[] process1 = process is WindowsProcessHandle { Handle: var handle } ? [handle.DangerousGetHandle()] : [];
        var ready = Waiting.Any([.. _watches.Select(one => one.Watch), .. process1, .. Waiting.Of(stop)], looksSooner ? _pause : left);
        if (ready is null) return looksSooner ? LookAgain() : Waking.TimeUp;
        if (ready < _watches.Count) return Changed(ready.Value);
        return ready == _watches.Count && process1.Length > 0 ? Waking.ProcessEnded : Waking.TimeUp;
    }

    public void Dispose()
    {
        foreach (var (_, watch) in _watches) _ = Kernel32.WatchNoMore(watch);
    }

    // What changes before it listens again is told then.
    Waking Changed(int number)
    {
        var (folder, watch) = _watches[number];
        if (Directory.Exists(folder) && Kernel32.WatchOn(watch) != 0) return Waking.Changed;
        _ = Kernel32.WatchNoMore(watch);
        _watches.RemoveAt(number);
        return Waking.Changed;
    }

    Waking LookAgain()
    {
        _pause = _pause * 2 < s_longest ? _pause * 2 : s_longest;
        return Waking.Changed;
    }
}
