using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Platform.MacOS;

/// <summary>Supervises a tree. Orphans are not adopted: they are found by what ties them to it, and what they used is
/// not counted.</summary>
internal sealed class MacSupervisor : PosixSupervisor
{
    readonly MacProcesses _processes;
    readonly MacSignals _signals = new();
    readonly Family _tree = new();

    /// <summary>Begins to supervise.</summary>
    public MacSupervisor(MacProcesses processes) : base(processes)
    {
        _processes = processes;
        processes.Tree = _tree;
    }

    public override string Mechanism => "kinship";

    // No limit of the system's own holds for a whole tree.
    public override LimitsInForce? Limit(long? memoryBytes, double? processors) => memoryBytes is null && processors is null
        ? null
        : new LimitsInForce(memoryBytes is null ? null : "watched", processors is null ? null : "not-held");

    public override void Dispose()
    {
        base.Dispose();
        _processes.Tree = null;
        _signals.Dispose();
    }

    protected override ProcessIdentity LaunchWithin(ProcessLaunch launch)
    {
        var pid = ProcessLauncher.Launch(launch);
        if (ProcessTable.Find(pid) is { } process)
        {
            _tree.Remember(Kinship.Of(process) with { Session = pid });
            return _processes.IdentityOf(process);
        }
        // Nobody would look after it, and its task may be tried again. Nobody has waited for it either: its pid is certain.
        _ = Libc.SendSignal(pid, Signals.Kill);
        throw new MillException(MillError.SpawnFailed, $"{launch.Path} was launched, and its process cannot be seen.");
    }

    protected override PollEntry Signalled => _signals.Entry;

    protected override void TakeSignals(Queue<Happening> into) => _signals.Take(into);
}
