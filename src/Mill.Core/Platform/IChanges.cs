namespace Mill.Platform;

/// <summary>Waits for changes in some folders and, at the same time, for the end of a process.</summary>
internal interface IChanges : IDisposable
{
    /// <summary>Waits until something in the folders may have changed since the last call, the process is over, or time is up.
    /// Cancelling ends the wait at once, as time would.</summary>
    Waking Wait(ProcessHandle? process, TimeSpan timeout, CancellationToken stop = default);
}

/// <summary>Why a wait is over.</summary>
internal enum Waking
{
    /// <summary>Nothing happened.</summary>
    TimeUp,
    /// <summary>Something may have changed.</summary>
    Changed,
    /// <summary>The process is over.</summary>
    ProcessEnded,
}
