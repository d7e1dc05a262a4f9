using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Mill.Liveness;
using Mill.Runs;

namespace Mill.Platform.Windows;

/// <summary>Processes of Windows.</summary>
internal sealed unsafe class WindowsProcesses(Machine machine) : IProcesses
{
    // Variables have no limit together; a command line is looked at as a whole.
    const long LongestVariable = 32_767;
    const string ConsoleHost = "conhost.exe";

    static readonly int s_ownPid = System.Environment.ProcessId;

    ProcessIdentity? _self;

    public ProcessIdentity Self => _self ??= Look(s_ownPid)!.Identity;

    /// <summary>The tree that this process supervises.</summary>
    public RunJob? Tree { get; set; }

    public ProcessFacts? Look(int pid) => ProcessTable.Read(machine)[pid];

    public Sign IsAlive(ProcessIdentity process) => machine.Judge(process) ?? (IsThere(process) ? Sign.Yes : Sign.No);

    public ProcessHandle? Open(ProcessIdentity process)
    {
        if (machine.Judge(process) is not null) return null;
        var handle = TryOpen(process.Pid, ProcessRights.ToEnd) ?? TryOpen(process.Pid, ProcessRights.ToWait);
        if (handle is null) return null;
        var opened = new WindowsProcessHandle(process, handle, this);
        // Only now is it sure that the handle is on that process and not on a successor of its pid.
        if (StartOf(handle) == process.StartTime && !opened.HasExited) return opened;
        opened.Dispose();
        return null;
    }

    public IReadOnlyList<ProcessFacts> Descendants(int pid, Func<ProcessFacts, bool>? stopAt = null)
    {
        // Who is in our job is ours, whoever its parent was; children that we do not hold are workers of other runs.
        if (pid == s_ownPid && Tree is { } tree)
            return [.. In(tree).Where(one => !IsOfConsole(one) && stopAt?.Invoke(one) is not true)];
        var table = ProcessTable.Read(machine);
        return table[pid] is { } top ? Below(table, top, stopAt) : [];
    }

    /// <summary>Those in a job.</summary>
    public IEnumerable<ProcessFacts> In(RunJob job)
    {
        var table = ProcessTable.Read(machine);
        return job.Members().Select(pid => table[pid]).OfType<ProcessFacts>();
    }

    public IReadOnlyList<ProcessFacts> Marked(string runId, string runFolder, UserId owner, long notBeforeBootMs, Action<ProcessFacts>? onSight = null)
    {
        var found = new List<ProcessFacts>();
        foreach (var one in ProcessTable.Read(machine).All)
        {
            if (one.Identity.Pid == s_ownPid || one.StartedAtBootMs + 1 < notBeforeBootMs) continue;
            if (!IsMarked(one.Identity.Pid, runId, runFolder) || OwnerOf(one.Identity.Pid) != owner.Text || !IsThere(one.Identity)) continue;
            found.Add(one);
            onSight?.Invoke(one);
        }
        return found;
    }

    public bool IsMarked(int pid, string runId, string runFolder) =>
        Environment(pid, "MILL_RUN_ID", "MILL_RUN_DIR") is { Count: 2 } marks && marks["MILL_RUN_ID"] == runId && marks["MILL_RUN_DIR"] == runFolder;

    public bool WritesTo(int pid, IReadOnlyCollection<string> files) => files.SelectMany(FileUsers.Of).Contains(pid);

    public IReadOnlyDictionary<string, string>? Environment(int pid, params string[] names)
    {
        using var handle = TryOpen(pid, ProcessRights.ToRead);
        return handle is null ? null : ProcessVariables.Read(handle, names);
    }

    public IReadOnlyList<ProcessFacts> HoldersOf(IReadOnlyCollection<string> files)
    {
        var table = ProcessTable.Read(machine);
        return [.. files.SelectMany(FileUsers.Of).Distinct().Where(pid => pid != s_ownPid).Select(pid => table[pid]).OfType<ProcessFacts>()];
    }

    public IReadOnlyList<ProcessIdentity> Ancestors()
    {
        var table = ProcessTable.Read(machine);
        var found = new List<ProcessIdentity>();
        for (var one = table[s_ownPid]; one is not null && table.ParentOf(one) is { } parent && !found.Contains(parent.Identity); one = parent)
            found.Add(parent.Identity);
        return found;
    }

    public bool IsDeaf(ProcessIdentity process) => IsAlive(process) == Sign.Yes && StopEvent.IsRaised(process);

    public long? CallersOpenFilesLimit() => null;

    public (long Together, long One) ArgumentLimits() => (long.MaxValue, LongestVariable);

    public IReadOnlyList<byte[]>? RawArguments() => null;

    public IReadOnlyList<byte[]>? RawEnvironment() => null;

    /// <summary>Who a process is that we have a handle on.</summary>
    public ProcessIdentity IdentityOf(int pid, SafeWaitHandle handle) =>
        new(pid, StartOf(handle) ?? "0", machine.BootId, machine.MachineId, machine.PidNamespace);

    // What draws a process's console is started for it by the system, and ends with it.
    static bool IsOfConsole(ProcessFacts process) => process.Name.Equals(ConsoleHost, StringComparison.OrdinalIgnoreCase);

    static IReadOnlyList<ProcessFacts> Below(ProcessTable table, ProcessFacts top, Func<ProcessFacts, bool>? stopAt)
    {
        var children = table.All.ToLookup(one => table.ParentOf(one)?.Identity);
        var found = new List<ProcessFacts>();
        var open = new Queue<ProcessFacts>([top]);
        while (open.TryDequeue(out var parent))
            foreach (var child in children[parent.Identity])
            {
                if (IsOfConsole(child) || stopAt?.Invoke(child) == true) continue;
                found.Add(child);
                open.Enqueue(child);
            }
        return found;
    }

    bool IsThere(ProcessIdentity process)
    {
        using var handle = TryOpen(process.Pid, ProcessRights.ToWait);
        if (handle is not null) return StartOf(handle) == process.StartTime && !Waiting.IsOver(handle);
        // One that we may not even look at is in the table all the same.
        return WindowsFailure.Last == Win32Error.AccessDenied && Look(process.Pid)?.Identity == process;
    }

    static string? OwnerOf(int pid)
    {
        using var handle = TryOpen(pid, ProcessRights.ToRead);
        return handle is null ? null : Sids.Of(handle.DangerousGetHandle());
    }

    static string? StartOf(SafeWaitHandle handle)
    {
        long created, ended, kernel, user;
        return Kernel32.Times(handle, &created, &ended, &kernel, &user) != 0 ? created.ToString(CultureInfo.InvariantCulture) : null;
    }

    static SafeWaitHandle? TryOpen(int pid, uint rights)
    {
        if (pid <= 0) return null;
        var handle = Kernel32.OpenProcess(rights, 0, pid);
        if (!handle.IsInvalid) return handle;
        handle.Dispose();
        return null;
    }
}

/// <summary>Rights on a process (winnt.h).</summary>
internal static class ProcessRights
{
    const uint Terminate = 0x1, CreateProcess = 0x80, DuplicateHandles = 0x40, ReadMemory = 0x10, Query = 0x400, SuspendOrResume = 0x800, QueryLimited = 0x1000, Synchronize = 0x100000;

    public const uint ToWait = QueryLimited | Synchronize, ToEnd = ToWait | Terminate | SuspendOrResume, ToRead = Query | ReadMemory,
        ToBeParent = CreateProcess | DuplicateHandles | QueryLimited;
}
