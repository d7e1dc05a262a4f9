using Microsoft.Win32.SafeHandles;
using Mill.Liveness;
using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Platform.Linux;

/// <summary>Processes of Linux, read from <c>/proc</c>.</summary>
internal sealed class LinuxProcesses(Machine machine) : IProcesses
{
    const int OwnerMayWrite = 0x80; // S_IWUSR

    static readonly int s_ownPid = System.Environment.ProcessId;

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

    public IReadOnlyList<ProcessFacts> Marked(string runId, string runFolder, UserId owner, long notBeforeBootMs, Action<ProcessFacts>? onSight = null) =>
        new MarkedProcesses(this, machine.PidNamespace, runId, runFolder).Find(owner, notBeforeBootMs, onSight);

    public bool IsMarked(int pid, string runId, string runFolder) => new MarkedProcesses(this, machine.PidNamespace, runId, runFolder).Has(pid);

    public string? Unit => ControlGroupPlace.Unit(Proc.Text("/proc/self/cgroup") ?? "");

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

    public bool TryEndGroup(ProcessIdentity member, string runId, string runFolder, IReadOnlyCollection<int> spared)
    {
        if (InheritedMark.Of(runId, runFolder) is not { } mark || !InheritedMark.IsOn(member.Pid, mark)) return false;
        using var handle = Open(member);
        return handle is not null && WholeGroup.TryEnd(handle, spared);
    }

    public bool TellsWriters => true;

    public bool WritesTo(int pid, IReadOnlyCollection<string> files)
    {
        foreach (var link in LinksTo(pid, Status.IdsOf(files)))
            // What the link may be used for is what the file was opened for.
            if (Status.TryLook(link, out var facts) && (facts.Mode & OwnerMayWrite) != 0) return true;
        return false;
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

    /// <summary>In which set of pids a process is.</summary>
    public static string? NamespaceOf(int pid) => Links.TryRead($"/proc/{pid}/ns/pid");

    static bool HasOpen(int pid, IReadOnlyCollection<FileId> files) => LinksTo(pid, files).Any();

    static IEnumerable<string> LinksTo(int pid, IReadOnlyCollection<FileId> files)
    {
        foreach (var number in Proc.Numbers($"/proc/{pid}/fd"))
            if ($"/proc/{pid}/fd/{number}" is var link && Status.TryFollow(link, out var file) && files.Contains(file.Id)) yield return link;
    }
}
