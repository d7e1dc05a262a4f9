using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Platform.Linux;

/// <summary>Supervises a tree: child subreaper, signals read from a descriptor.</summary>
internal sealed class LinuxSupervisor : PosixSupervisor
{
    const int SetSubreaper = 36; // PR_SET_CHILD_SUBREAPER

    readonly LinuxProcesses _processes;
    readonly SignalInbox _signals = new();
    readonly Dictionary<ProcessIdentity, Limits> _held = [];
    Limits _limits = Limits.None;

    /// <summary>Begins to supervise.</summary>
    public LinuxSupervisor(LinuxProcesses processes) : base(processes)
    {
        _processes = processes;
        if (LinuxLibc.Control(SetSubreaper, 1, 0, 0, 0) != 0) throw Failure.Refused("to adopt orphans");
    }

    public override string Mechanism => "subreaper";

    public override void Mark(string runId, string runFolder)
    {
        if (InheritedMark.Of(runId, runFolder) is { } mark) InheritedMark.Put(mark);
    }

    public override LimitsInForce? Limit(long? memoryBytes, double? processors)
    {
        _limits.Dispose();
        _limits = Limits.Prepare(memoryBytes, processors);
        return _limits.InForce;
    }

    public override bool KillContained(Func<ProcessFacts, bool> isSpared, ProcessIdentity? launched = null)
    {
        var groups = _held.Where(one => launched is null || one.Key == launched).Select(one => one.Value.Group).OfType<ControlGroup>().ToList();
        return groups.Count > 0 && groups.TrueForAll(group => group.Kill(pid => _processes.Look(pid) is { } facts && isSpared(facts)));
    }

    public override bool WasOutOfMemory(ProcessIdentity launched) => _held.GetValueOrDefault(launched)?.Group?.WasOutOfMemory ?? false;

    public override void Forget(ProcessIdentity launched)
    {
        if (_held.Remove(launched, out var limits)) limits.Dispose();
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (var limits in _held.Values) limits.Dispose();
        _limits.Dispose();
        _signals.Dispose();
    }

    protected override ProcessIdentity LaunchWithin(ProcessLaunch launch)
    {
        var identity = _limits.Launch(launch, pid => ProcStat.TryRead(pid, out var stat)
            ? _processes.IdentityOf(stat)
            : throw new MillException(MillError.SpawnFailed, $"{launch.Path} was launched, and its process cannot be seen in /proc."));
        if (_limits != Limits.None) (_held[identity], _limits) = (_limits, Limits.None);
        return identity;
    }

    protected override PollEntry Signalled => _signals.Entry;

    protected override void TakeSignals(Queue<Happening> into) => _signals.Take(into);
}
