using Microsoft.Win32.SafeHandles;
using Mill.Logs;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>The log files of one spawn while it runs.</summary>
internal sealed class LiveLogs : IDisposable
{
    readonly RunFolder _folder;
    readonly SpawnId _spawn;
    readonly long _cap;
    readonly LogWatch[] _watches;

    /// <summary>Makes them.</summary>
    public LiveLogs(RunFolder folder, SpawnId spawn, RunSpec spec)
    {
        (_folder, _spawn, _cap) = (folder, spawn, spec.LogCapBytes);
        var files = folder.Platform.Files;
        Out = files.OpenToAppend(folder.OutOf(spawn));
        Err = spec.Merge ? Out : OpenErr();
        _watches = [.. Streams().Select(log => new LogWatch(files, folder.Platform.Clock, log, spec.LogCapBytes))];
    }

    /// <summary>Where standard output goes.</summary>
    public SafeFileHandle Out { get; }
    /// <summary>Where standard error goes.</summary>
    public SafeFileHandle Err { get; }
    /// <summary>How much was written in all.</summary>
    public long BytesWritten => _watches.Sum(watch => watch.BytesWritten);
    /// <summary>Whether something was cut out of them.</summary>
    public bool AreCut => _watches.Any(watch => watch.CutBytes > 0);
    /// <summary>When to look again.</summary>
    public TimeSpan NextLook => _watches.Min(watch => watch.NextLook);

    /// <summary>Looks at them, keeps them within their cap, and says whether something was written.</summary>
    public bool Look(Action<string> say)
    {
        var active = false;
        foreach (var (watch, name) in _watches.Zip(Names()))
        {
            var look = watch.Look();
            active |= look.IsActive;
            if (look.WasEmptied) say($"{name}: the process emptied its own log");
            if (look.CannotCap) say($"{name}: this file system gives no blocks back; the log grows beyond its cap");
        }
        return active;
    }

    /// <summary>What they came to, as far as that can be read.</summary>
    public (StreamResult Out, StreamResult? Err) Result(Action<string> say)
    {
        Try(() => Look(_ => { }), say);
        return (Of(_watches[0], _folder.OutOf(_spawn), say), _watches.Length > 1 ? Of(_watches[1], _folder.ErrOf(_spawn), say) : null);
    }

    /// <summary>Rewrites what was cut as plain files.</summary>
    public void MakePlain()
    {
        var files = _folder.Platform.Files;
        if (_watches[0].CutBytes > 0) PlainRewrite.Rewrite(files, _folder.OutOf(_spawn), _cap);
        if (_watches.Length > 1 && _watches[1].CutBytes > 0) PlainRewrite.Rewrite(files, _folder.ErrOf(_spawn), _cap);
    }

    /// <summary>Lets go of them.</summary>
    public void Dispose()
    {
        Out.Dispose();
        Err.Dispose();
    }

    SafeFileHandle OpenErr()
    {
        try
        {
            return _folder.Platform.Files.OpenToAppend(_folder.ErrOf(_spawn));
        }
        catch
        {
            Out.Dispose();
            throw;
        }
    }

    IEnumerable<SafeFileHandle> Streams() => ReferenceEquals(Out, Err) ? [Out] : [Out, Err];

    IEnumerable<string> Names() => [$"{_spawn}.out", $"{_spawn}.err"];

    StreamResult Of(LogWatch watch, string path, Action<string> say) => new()
    {
        Bytes = watch.BytesWritten,
        CutBytes = watch.CutBytes,
        EmptiedByProcess = watch.EmptiedByProcess,
        Last = Try(() => LastLines.Of(_folder.Platform.Files, path), say),
    };

    // A process may have put something else in the place of its log, and a disk may fail to tell: how it ended is known all the same.
    static T? Try<T>(Func<T?> read, Action<string> say)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            say($"what was written last cannot be told: {e.Message}");
            return default;
        }
    }
}
