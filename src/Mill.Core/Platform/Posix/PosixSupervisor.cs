using Mill.Runs;

namespace Mill.Platform.Posix;

/// <summary>Supervises a tree: waits for children that end and for signals, both among descriptors.</summary>
internal abstract class PosixSupervisor(IProcesses processes) : ISupervisor
{
    // Each that was launched has its two logs and a handle; what is opened for a moment has room besides.
    const int FilesOfEach = 3, OtherFiles = 64;

    static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    readonly Reaper _reaper = new();
    readonly Queue<Happening> _happened = new();
    readonly List<WaitableHandle> _launched = [];

    public abstract string Mechanism { get; }

    public bool ContainsAll => false;

    public int MostAtOnce => OpenFiles.TryRead(out var limit) && limit.Soft < int.MaxValue ? Math.Max(1, ((int)limit.Soft - OtherFiles) / FilesOfEach) : int.MaxValue;

    public virtual void Mark(string runId, string runFolder) { }

    public abstract LimitsInForce? Limit(long? memoryBytes, double? processors);

    public ProcessIdentity Launch(ProcessLaunch launch)
    {
        var identity = LaunchWithin(launch);
        if (Handle(identity) is { } handle) _launched.Add(handle);
        return identity;
    }

    // It runs already, and its end is told by a signal too.
    WaitableHandle? Handle(ProcessIdentity launched)
    {
        try
        {
            return processes.Open(launched) as WaitableHandle;
        }
        catch (MillException e) when (e.Code == MillError.SystemRefused)
        {
            return null;
        }
    }

    public Happening? Wait(TimeSpan? timeout)
    {
        var clock = Current.Platform.Clock;
        var began = clock.GetTimestamp();
        while (true)
        {
            if (_happened.TryDequeue(out var next)) return next;
            Reap();
            if (_happened.Count > 0) continue;
            var awaited = Awaited();
            if (!Descriptors.Poll(awaited, timeout - clock.GetElapsedTime(began))) return null;
            TakeSignals(_happened);
            Reap();
            // macOS tells of an end a moment before it can be waited for.
            if (_happened.Count == 0 && awaited.Skip(1).Any(one => one.Seen != 0)) Descriptors.Poll([], s_moment);
        }
    }

    public Usage UsageSoFar() => _reaper.Usage;

    public void LeaveOutOfUsage(int pid) => _reaper.LeaveOut(pid);

    public virtual bool KillContained(Func<ProcessFacts, bool> isSpared, ProcessIdentity? launched = null) => false;

    // Nothing ends it; whoever adopts orphans takes it over.
    public void LetGo() { }

    public virtual bool WasOutOfMemory(ProcessIdentity launched) => false;

    public virtual void Forget(ProcessIdentity launched) { }

    public virtual void Dispose()
    {
        foreach (var handle in _launched) handle.Dispose();
    }

    /// <summary>Launches a process within the limits that were prepared.</summary>
    protected abstract ProcessIdentity LaunchWithin(ProcessLaunch launch);
    /// <summary>As a line of a poll: ready when a signal is there.</summary>
    protected abstract PollEntry Signalled { get; }
    /// <summary>Takes the signals that are there; harmless ones are left out.</summary>
    protected abstract void TakeSignals(Queue<Happening> into);

    // Handles beside the signals: a thread of the runtime that does not hold SIGCHLD (a shell between launcher and
    // worker may have let it go) can swallow the one that tells of an end.
    PollEntry[] Awaited() => [Signalled, .. _launched.Select(one => one.Entry)];

    void Reap()
    {
        _reaper.Take(_happened);
        foreach (var ended in _happened.OfType<Happening.Exited>())
            if (_launched.Find(one => one.Identity.Pid == ended.Pid) is { } handle)
            {
                _launched.Remove(handle);
                handle.Dispose();
            }
    }
}
