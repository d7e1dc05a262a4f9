using System.Text;
using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Platform.Linux;

/// <summary>Tells whether processes belong to a run, by what they carry: the number that they inherited, or the environment
/// that they started with.</summary>
internal sealed class MarkedProcesses(LinuxProcesses processes, string? pidNamespace, string runId, string runFolder)
{
    const int LooksAtUnclear = 10;
    static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(2);

    readonly ulong? _inherited = InheritedMark.Of(runId, runFolder);
    readonly (byte[], byte[]) _id = ("MILL_RUN_ID="u8.ToArray(), Encoding.UTF8.GetBytes(runId));
    readonly (byte[], byte[]) _folder = ("MILL_RUN_DIR="u8.ToArray(), Encoding.UTF8.GetBytes(runFolder));
    readonly List<ProcessFacts> _found = [];

    /// <summary>Whether one of them carries either.</summary>
    public bool Has(int pid) => Inherits(pid) || ProcEnvironment.Has(pid, _id, _folder) is true;

    /// <summary>All of them. A number alone is enough, as nobody has it but by descent; an environment, which a process chooses for
    /// itself, has to be of the same user and in our set of pids.</summary>
    public IReadOnlyList<ProcessFacts> Find(UserId owner, long notBeforeBootMs, Action<ProcessFacts>? onSight)
    {
        var unclear = new List<ProcStat>();
        foreach (var pid in Proc.PidsUntilNoneIsNew(() => _found.Count > 0))
            if (pid != System.Environment.ProcessId && ProcStat.TryRead(pid, out var stat) && stat.StartedAtBootMs + ProcStat.TickMs >= notBeforeBootMs && !stat.IsOfKernel
                && !IsClear(stat, owner, onSight)) unclear.Add(stat);
        // A process that is just becoming another program has no environment for a moment, and may be of another run then.
        for (var looks = 0; unclear.Count > 0 && looks < LooksAtUnclear; looks++)
        {
            Descriptors.Poll([], s_moment);
            unclear.RemoveAll(stat => IsClear(stat, owner, onSight));
        }
        foreach (var stat in unclear)
            if (Inherits(stat.Pid)) Add(stat, onSight);
        return _found;
    }

    bool Inherits(int pid) => _inherited is { } mark && InheritedMark.IsOn(pid, mark);

    bool IsClear(ProcStat stat, UserId owner, Action<ProcessFacts>? onSight)
    {
        var inherits = Inherits(stat.Pid);
        if (stat.IsDead && !inherits) return true;
        var says = stat.IsDead ? false : ProcEnvironment.Has(stat.Pid, _id, _folder);
        if (says is null) return false;
        if (inherits || (says is true && LinuxProcesses.NamespaceOf(stat.Pid) == pidNamespace && ProcStatus.Read(stat.Pid).User == owner.Number))
            Add(stat, onSight);
        return true;
    }

    void Add(ProcStat stat, Action<ProcessFacts>? onSight)
    {
        if (processes.Look(stat.Pid) is not { } facts || facts.Identity.StartTime != stat.StartText) return;
        _found.Add(facts);
        onSight?.Invoke(facts);
    }
}
