using System.Text;
using Microsoft.Win32.SafeHandles;
using Mill.Liveness;
using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Platform.Linux;

/// <summary>Processes of Linux, read from <c>/proc</c>.</summary>
internal sealed class LinuxProcesses(Machine machine) : IProcesses
{
    const int LooksAtUnclear = 10;

    static readonly int s_ownPid = System.Environment.ProcessId;
    static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(2);

    ProcessIdentity? _self;

    public ProcessIdentity Self => _self ??= Look(s_ownPid)!.Identity;

    public ProcessFacts? Look(int pid)
    {
        if (!ProcStat.TryRead(pid, out var stat, out var name)) return null;
        var status = ProcStatus.Read(pid);
        return new ProcessFacts
        {
            Identity = IdentityOf(stat),
            ParentPid = stat.Parent,
            SessionId = stat.Session,
            Name = name,
            State = stat.State,
            Threads = stat.Threads,
            StartedAtBootMs = stat.StartedAtBootMs,
            ResidentBytes = status.ResidentBytes,
            AnonymousBytes = status.AnonymousBytes,
        };
    }

    public Sign IsAlive(ProcessIdentity process) => machine.Judge(process) ?? (IsThere(process) ? Sign.Yes : Sign.No);

    public ProcessHandle? Open(ProcessIdentity process)
    {
        if (process.Pid <= 0 || IsAlive(process) != Sign.Yes) return null;
        var number = LinuxLibc.OpenProcess(process.Pid);
        if (number < 0)
            return Failure.Last is Errno.NoProcess or Errno.Invalid
                ? null
                : throw Failure.Refused("a handle on a process (Linux 5.3 has them)");
        var handle = new PidHandle(process, new SafeFileHandle(number, ownsHandle: true), this);
        // Only now is it sure that the handle is on that process and not on a successor of its pid.
        if (IsAlive(process) == Sign.Yes) return handle;
        handle.Dispose();
        return null;
    }

    public IReadOnlyList<ProcessFacts> Descendants(int pid, Func<ProcessFacts, bool>? stopAt = null)
    {
        var children = Children.Reader();
        var found = new List<ProcessFacts>();
        var seen = new HashSet<int> { pid };
        var open = new Queue<int>([pid]);
        while (open.TryDequeue(out var parent))
            foreach (var child in children(parent))
            {
                if (!seen.Add(child) || Look(child) is not { } facts || stopAt?.Invoke(facts) == true) continue;
                found.Add(facts);
                open.Enqueue(child);
            }
        return found;
    }

    public IReadOnlyList<ProcessFacts> Marked(string runId, string runFolder, UserId owner, long notBeforeBootMs)
    {
        var id = ("MILL_RUN_ID="u8.ToArray(), Encoding.UTF8.GetBytes(runId));
        var folder = ("MILL_RUN_DIR="u8.ToArray(), Encoding.UTF8.GetBytes(runFolder));
        var found = new List<ProcessFacts>();
        var unclear = new List<ProcStat>();
        foreach (var pid in Proc.PidsUntilNoneIsNew())
            if (pid != s_ownPid && ProcStat.TryRead(pid, out var stat) && stat.StartedAtBootMs + ProcStat.TickMs >= notBeforeBootMs && !stat.IsOfKernel)
                Judge(stat, unclear);
        // A process that is just becoming another program has no environment for a moment.
        for (var looks = 0; unclear.Count > 0 && looks < LooksAtUnclear; looks++)
        {
            Descriptors.Poll([], s_moment);
            var again = unclear.ToArray();
            unclear.Clear();
            foreach (var stat in again) Judge(stat, unclear);
        }
        return found;

        void Judge(ProcStat stat, List<ProcStat> unclear)
        {
            if (stat.IsDead) return;
            var isMarked = ProcEnvironment.Has(stat.Pid, id, folder);
            if (isMarked is null) unclear.Add(stat);
            else if (isMarked is true && NamespaceOf(stat.Pid) == machine.PidNamespace
                && ProcStatus.Read(stat.Pid).User == owner.Number && Look(stat.Pid) is { } facts && facts.Identity.StartTime == stat.StartText) found.Add(facts);
        }
    }

    public IReadOnlyDictionary<string, string>? Environment(int pid, params string[] names) =>
        ProcEnvironment.Read(pid, names);

    public IReadOnlyList<ProcessFacts> HoldersOf(IReadOnlyCollection<string> files)
    {
        var ids = Status.IdsOf(files);
        var found = new List<ProcessFacts>();
        foreach (var pid in Proc.Pids())
            if (pid != s_ownPid && HasOpen(pid, ids) && Look(pid) is { } facts) found.Add(facts);
        return found;
    }

    public IReadOnlyList<ProcessIdentity> Ancestors()
    {
        var found = new List<ProcessIdentity>();
        var seen = new HashSet<int>();
        for (var pid = s_ownPid; ProcStat.TryRead(pid, out var stat) && seen.Add(pid); pid = stat.Parent)
            if (pid != s_ownPid) found.Add(IdentityOf(stat));
        return found;
    }

    public bool IsDeaf(ProcessIdentity process) => IsAlive(process) == Sign.Yes
        && (ProcStatus.HasPending(process.Pid, Signals.Term) || Look(process.Pid) is { State: 'T' or 't' });

    public long? CallersOpenFilesLimit() => CallersOpenFiles.Limit();

    public (long Together, long One) ArgumentLimits() => ArgumentRoom.Read();

    public IReadOnlyList<byte[]>? RawArguments() => OwnStrings("cmdline");

    public IReadOnlyList<byte[]>? RawEnvironment() => OwnStrings("environ");

    /// <summary>Who a process is.</summary>
    public ProcessIdentity IdentityOf(ProcStat stat) =>
        new(stat.Pid, stat.StartText, machine.BootId, machine.MachineId, machine.PidNamespace);

    static List<byte[]>? OwnStrings(string file)
    {
        if (!Proc.TryRead(s_ownPid, file, out var text) || text.IsEmpty) return null;
        var strings = new List<byte[]>();
        for (var rest = text; !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)0);
            strings.Add((end < 0 ? rest : rest[..end]).ToArray());
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        return strings;
    }

    static bool IsThere(ProcessIdentity process) =>
        ProcStat.TryRead(process.Pid, out var stat) && stat.StartText == process.StartTime && !stat.IsDead;

    static string? NamespaceOf(int pid) => Links.TryRead($"/proc/{pid}/ns/pid");

    static bool HasOpen(int pid, IReadOnlyCollection<FileId> files)
    {
        foreach (var number in Proc.Numbers($"/proc/{pid}/fd"))
            if (Status.TryFollow($"/proc/{pid}/fd/{number}", out var status) && files.Contains(status.Id)) return true;
        return false;
    }
}
