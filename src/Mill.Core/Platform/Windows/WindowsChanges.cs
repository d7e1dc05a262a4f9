namespace Mill.Platform.Windows;

/// <summary>Waits for changes in folders by the system's notification, or by looking again and again where that cannot be had.</summary>
internal sealed class WindowsChanges : IChanges
{
    const uint AnyChange = 0x1 | 0x2 | 0x4 | 0x8 | 0x10; // FILE_NOTIFY_CHANGE_FILE_NAME, DIR_NAME, ATTRIBUTES, SIZE, LAST_WRITE
    const nint None = -1;                                // INVALID_HANDLE_VALUE

    readonly List<(string Folder, nint Watch)> _watches = [];
    readonly int _wanted;
    readonly LookingAgain _again = new();

    /// <summary>Begins to listen.</summary>
    public WindowsChanges(IReadOnlyList<string> folders)
    {
        _wanted = folders.Count;
        foreach (var folder in folders)
            if (Kernel32.WatchFolder(LongPath.Of(folder), 0, AnyChange) is not None and var watch) _watches.Add((folder, watch));
    }

    public Waking Wait(ProcessHandle? process, TimeSpan timeout, CancellationToken stop = default)
    {
        var clock = Current.Platform.Clock;
        var began = clock.GetTimestamp();
        while (true)
        {
            var left = timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : timeout - clock.GetElapsedTime(began);
            var isBlind = _watches.Count < _wanted;
            var pause = isBlind ? _again.Pause : LookingAgain.Longest;
            if (TryWait(process, left < pause ? left : pause, stop) is { } waking) return waking;
            // That a folder is gone is told by nobody.
            if (_watches.FindIndex(one => !Directory.Exists(one.Folder)) is >= 0 and var gone) return Forget(gone);
            if (left <= pause) return Waking.TimeUp;
            if (isBlind) return _again.Look();
        }
    }

    public void Dispose()
    {
        foreach (var (_, watch) in _watches) _ = Kernel32.WatchNoMore(watch);
    }

    Waking? TryWait(ProcessHandle? process, TimeSpan atMost, CancellationToken stop)
    {
        nint[] ended = process is WindowsProcessHandle { Handle: var handle } ? [handle.DangerousGetHandle()] : [];
        var ready = Waiting.Any([.. _watches.Select(one => one.Watch), .. ended, .. Waiting.Of(stop)], atMost);
        if (ready is null) return null;
        if (ready < _watches.Count) return Changed(ready.Value);
        return ready == _watches.Count && ended.Length > 0 ? Waking.ProcessEnded : Waking.TimeUp;
    }

    // What changes before it listens again is told then.
    Waking Changed(int number) => Directory.Exists(_watches[number].Folder) && Kernel32.WatchOn(_watches[number].Watch) != 0 ? Waking.Changed : Forget(number);

    Waking Forget(int number)
    {
        _ = Kernel32.WatchNoMore(_watches[number].Watch);
        _watches.RemoveAt(number);
        return Waking.Changed;
    }
}
