using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Platform.Linux;

/// <summary>Supervises a tree: child subreaper, signals read from a descriptor.</summary>
internal sealed class LinuxSupervisor : ISupervisor
{
    const int SetSubreaper = 36; // PR_SET_CHILD_SUBREAPER

    readonly LinuxProcesses _processes;
    readonly SignalInbox _signals = new();
    readonly Reaper _reaper = new();
    readonly Queue<Happening> _happened = new();
    readonly List<PidHandle> _launched = [];
    Limits _limits = Limits.None;

    /// <summary>Begins to supervise.</summary>
    public LinuxSupervisor(LinuxProcesses processes)
    {
        _processes = processes;
        if (LinuxLibc.Control(SetSubreaper, 1, 0, 0, 0) != 0) throw Failure.Refused("to adopt orphans");
    }

    public string Mechanism => "subreaper";

    public bool ContainsAll => false;

    public LimitsInForce? Limit(long? memoryBytes, double? processors)
    {
        _limits.Dispose();
        _limits = Limits.Prepare(memoryBytes, processors);
        return _limits.InForce;
    }

    public ProcessIdentity Launch(ProcessLaunch launch)
    {
        if (launch.OpenFilesLimit is { } files) OpenFiles.Lower(files);
        var pid = _limits.Launch(launch);
        if (!ProcStat.TryRead(pid, out var stat))
            throw new MillException(MillError.SpawnFailed, $"{launch.Path} was launched, and its process cannot be seen in /proc.");
        var identity = _processes.IdentityOf(stat);
        if (_processes.Open(identity) is PidHandle handle) _launched.Add(handle);
        return identity;
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
            if (!Descriptors.Poll(Awaited(), timeout - clock.GetElapsedTime(began))) return null;
            _signals.Take(_happened);
        }
    }

    public Usage UsageSoFar() => _reaper.Usage;

    public void LeaveOutOfUsage(int pid) => _reaper.LeaveOut(pid);

    public bool KillContained(Func<ProcessFacts, bool> isSpared) =>
        _limits.Group?.Kill(pid => _processes.Look(pid) is { } facts && isSpared(facts)) ?? false;

    // Nothing ends it; whoever adopts orphans takes it over.
    public void LetGo() { }

    public bool WasOutOfMemory() => _limits.Group?.WasOutOfMemory ?? false;

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

    // Handles beside the signals: a thread of the runtime that does not hold SIGCHLD (a shell between launcher and
    // worker may have let it go) can swallow the one that tells of an end.
    PollEntry[] Awaited() => [_signals.Entry, .. _launched.Select(one => one.Entry)];

    public void Dispose()
    {
        foreach (var handle in _launched) handle.Dispose();
        _limits.Dispose();
        _signals.Dispose();
    }
}
