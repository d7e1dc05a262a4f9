using Mill.Liveness;
using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Platform.MacOS;

/// <summary>Processes of macOS, read from the kernel's table.</summary>
internal sealed class MacProcesses(Machine machine, MacClock clock) : IProcesses
{
    const int LooksAtUnclear = 10;
    const int RoomForProgram = 4096; // The path of what is executed takes its part.

    static readonly int s_ownPid = System.Environment.ProcessId;
    static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(2);

    ProcessIdentity? _self;

    /// <summary>Those who belong to this process's own tree though their parents are gone; only a supervisor has
    /// one.</summary>
    public Family? Tree { get; set; }

    public ProcessIdentity Self => _self ??= Look(s_ownPid)!.Identity;

    public ProcessFacts? Look(int pid) => ProcessTable.Find(pid) is { } process ? FactsOf(process) : null;

    public Sign IsAlive(ProcessIdentity process) => machine.Judge(process) ?? (IsThere(process) ? Sign.Yes : Sign.No);

    public ProcessHandle? Open(ProcessIdentity process)
    {
        if (process.Pid <= 0 || IsAlive(process) != Sign.Yes) return null;
        var handle = KqueueHandle.TryOpen(process, this);
        // Only now is it sure that the end of that process is listened for, and that it has not begun to end before.
        if (handle is null || IsAlive(process) == Sign.Yes) return handle;
        handle.Dispose();
        return null;
    }

    public IReadOnlyList<ProcessFacts> Descendants(int pid, Func<ProcessFacts, bool>? stopAt = null)
    {
        // One that is just becoming another program may be in the table twice.
        var everybody = ProcessTable.Everybody().DistinctBy(one => one.Pid).ToDictionary(one => one.Pid);
        var facts = new Dictionary<int, ProcessFacts>();
        var family = pid == s_ownPid && Tree is { } own ? own : new Family();
        var below = family.Below(pid, [.. everybody.Values.Select(Kinship.Of)], IsStoppedAt);
        return [.. below.Select(one => facts[one])];

        bool IsStoppedAt(int one)
        {
            facts[one] = FactsOf(everybody[one]);
            return stopAt?.Invoke(facts[one]) ?? false;
        }
    }

    public IReadOnlyList<ProcessFacts> Marked(string runId, string runFolder, UserId owner, long notBeforeBootMs, Action<ProcessFacts>? onSight = null)
    {
        var found = new List<ProcessFacts>();
        var unclear = ProcessTable.Everybody().Where(one => one.User == owner.Number && one.Pid != s_ownPid).ToList();
        // A process that is just becoming another program shows nothing for a moment.
        for (var looks = 0; unclear.Count > 0 && looks < LooksAtUnclear; looks++)
        {
            if (looks > 0) Descriptors.Poll([], s_moment);
            unclear.RemoveAll(IsClear);
        }
        return found;

        bool IsClear(KernelProcess process)
        {
            if (ProcessTable.Find(process.Pid) is not { IsDead: false } now || now.StartText != process.StartText) return true;
            if (StartedWith.Read(process.Pid) is not { } started) return false;
            if (!started.Has($"MILL_RUN_ID={runId}", $"MILL_RUN_DIR={runFolder}")) return true;
            if (FactsOf(now) is not { } facts || facts.StartedAtBootMs < notBeforeBootMs) return true;
            found.Add(facts);
            onSight?.Invoke(facts);
            return true;
        }
    }

    public bool IsMarked(int pid, string runId, string runFolder) =>
        StartedWith.Read(pid) is { } started && started.Has($"MILL_RUN_ID={runId}", $"MILL_RUN_DIR={runFolder}");

    public bool WritesTo(int pid, IReadOnlyCollection<string> files) => OpenDescriptors.Files(pid).Any(Status.IdsOf(files).Contains);

    public IReadOnlyDictionary<string, string>? Environment(int pid, params string[] names) =>
        StartedWith.Read(pid) is { Environment.Count: > 0 } started ? started.Values(names) : null;

    public IReadOnlyList<ProcessFacts> HoldersOf(IReadOnlyCollection<string> files)
    {
        var ids = Status.IdsOf(files);
        return
        [
            .. ProcessTable.Everybody().Where(one => one.Pid != s_ownPid && OpenDescriptors.Files(one.Pid).Any(ids.Contains))
                .Select(FactsOf),
        ];
    }

    public IReadOnlyList<ProcessIdentity> Ancestors()
    {
        var found = new List<ProcessIdentity>();
        var seen = new HashSet<int>();
        for (var pid = s_ownPid; ProcessTable.Find(pid) is { } process && seen.Add(pid); pid = process.Parent)
            if (pid != s_ownPid) found.Add(IdentityOf(process));
        return found;
    }

    // What a process has not taken yet is not shown; one that is stopped takes nothing.
    public bool IsDeaf(ProcessIdentity process) => IsAlive(process) == Sign.Yes && ProcessTable.Find(process.Pid) is { IsStopped: true };

    // Nobody shows what limits another process has.
    public long? CallersOpenFilesLimit() => null;

    public (long Together, long One) ArgumentLimits() => (StartedWith.Most - RoomForProgram, StartedWith.Most - RoomForProgram);

    public IReadOnlyList<byte[]>? RawArguments() => OwnStart.Arguments();

    public IReadOnlyList<byte[]>? RawEnvironment() => OwnStart.Environment();

    /// <summary>Who a process is.</summary>
    public ProcessIdentity IdentityOf(KernelProcess process) =>
        new(process.Pid, process.StartText, machine.BootId, machine.MachineId, machine.PidNamespace);

    ProcessFacts FactsOf(KernelProcess process)
    {
        var use = ProcessUse.Of(process.Pid);
        return new ProcessFacts
        {
            Identity = IdentityOf(process),
            ParentPid = process.Parent,
            SessionId = Math.Max(0, MacProcessCalls.Session(process.Pid)),
            Name = process.Name,
            State = process.State,
            Threads = process.IsDead ? 0 : ProcessUse.Threads(process.Pid),
            StartedAtBootMs = clock.BootMs(process.StartedAt, use.StartUnits),
            ResidentBytes = use.ResidentBytes,
            AnonymousBytes = use.OwnBytes,
        };
    }

    static bool IsThere(ProcessIdentity process) =>
        ProcessTable.Find(process.Pid) is { IsDead: false } now && now.StartText == process.StartTime;
}
