using Mill.Platform;
using Mill.Store;

namespace Mill.Watch;

/// <summary>A handle on whoever supervises a run now; opened when it is known, and anew when another has taken over.</summary>
internal sealed class WorkerHandle(RunFolder folder) : IDisposable
{
    static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(20), s_settled = TimeSpan.FromSeconds(2);

    ProcessHandle? _handle;
    long? _goneSince;

    /// <summary>The handle; null while there is no living worker to wait for.</summary>
    public ProcessHandle? Open()
    {
        if (_handle is { HasExited: true })
        {
            _goneSince = folder.Platform.Clock.GetTimestamp();
            Dispose();
        }
        return _handle ??= folder.ReadWorker().Value is { } worker && folder.Platform.Processes.Open(worker.Process) is { HasExited: false } living ? living : null;
    }

    /// <summary>Waits for news, or for the end of the worker.</summary>
    public void Wait(IChanges changes, TimeSpan atMost, CancellationToken stop)
    {
        var worker = Open();
        changes.Wait(worker, Patience(atMost), stop);
    }

    // A worker that has just gone is still seen for a moment, and nothing tells of the end of that.
    TimeSpan Patience(TimeSpan usual) =>
        _goneSince is { } since && folder.Platform.Clock.GetElapsedTime(since) < s_settled && usual > s_moment ? s_moment : usual;

    /// <summary>Lets go of it.</summary>
    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
    }
}
