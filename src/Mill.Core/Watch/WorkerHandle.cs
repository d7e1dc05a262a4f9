using Mill.Platform;
using Mill.Store;

namespace Mill.Watch;

/// <summary>A handle on whoever supervises a run now; opened when it is known, and anew when another has taken over.</summary>
internal sealed class WorkerHandle(RunFolder folder) : IDisposable
{
    ProcessHandle? _handle;

    /// <summary>The handle; null while there is no living worker to wait for.</summary>
    public ProcessHandle? Open()
    {
        if (_handle is { HasExited: true }) Dispose();
        return _handle ??= folder.ReadWorker().Value is { } worker && folder.Platform.Processes.Open(worker.Process) is { HasExited: false } living ? living : null;
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
    }
}
