using Microsoft.Win32.SafeHandles;
using Mill.Runs;

namespace Mill.Platform.Windows;

/// <summary>Supervises a tree: a job object, and an event to be stopped by.</summary>
internal sealed unsafe class WindowsSupervisor : ISupervisor
{
    const uint NoQuestions = 0x1 | 0x2 | 0x8000; // SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX
    const int PeakAt = 1; // PROCESS_MEMORY_COUNTERS: size and page faults, the largest working set, …
    const int Counters = 9;

    readonly WindowsProcesses _processes;
    readonly RunJob _job = new();
    readonly StopEvent _stop;
    readonly Dictionary<ProcessIdentity, SafeWaitHandle> _launched = [];
    readonly HashSet<ProcessIdentity> _ended = [];

    /// <summary>Begins to supervise.</summary>
    public WindowsSupervisor(WindowsProcesses processes)
    {
        _processes = processes;
        _stop = new StopEvent(processes.Self);
        // A box that asks a question would wait for somebody who is not there; what is launched inherits this.
        _ = Kernel32.SetErrorMode(NoQuestions);
        processes.Tree = _job;
    }

    public string Mechanism => "job";

    public bool ContainsAll => true;

    // The system waits for 64 things at most; one is the stop event.
    public int MostAtOnce => 63;

    public LimitsInForce? Limit(long? memoryBytes, double? processors)
    {
        if (memoryBytes is null && processors is null) return null;
        var memory = memoryBytes is not { } bytes ? null : _job.TryLimitMemory(bytes) ? "job" : "watched";
        var cpu = processors is not { } some ? null : _job.TryLimitProcessors(some) ? "job" : "not-held";
        return new LimitsInForce(memory, cpu);
    }

    public ProcessIdentity Launch(ProcessLaunch launch)
    {
        var (pid, handle) = WindowsProcessLauncher.Launch(launch, _job);
        var identity = _processes.IdentityOf(pid, handle);
        _launched[identity] = handle;
        _job.Know(identity);
        return identity;
    }

    public Happening? Wait(TimeSpan? timeout)
    {
        _job.ReadMessages();
        var running = _launched.Where(one => !_ended.Contains(one.Key)).ToArray();
        var ready = Waiting.Any([_stop.Handle.DangerousGetHandle(), .. running.Select(one => one.Value.DangerousGetHandle())], timeout);
        return ready switch
        {
            null => null,
            0 => Stopped(),
            { } number => Exited(running[number - 1].Key, running[number - 1].Value),
        };
    }

    // A job that does not count leaves what the launched processes themselves have used.
    public Usage UsageSoFar() => _launched.Values.Select(UsageOf).Aggregate(_job.Usage(), (all, one) => new Usage(
        Math.Max(all.CpuUserMs, one.CpuUserMs), Math.Max(all.CpuSystemMs, one.CpuSystemMs), Math.Max(all.PeakRssBytes, one.PeakRssBytes)));

    // Workers of runs inside this one leave its job when they are launched.
    public void Mark(string runId, string runFolder) { }

    public void LeaveOutOfUsage(int pid) { }

    // One job holds them all.
    public bool KillContained(Func<ProcessFacts, bool> isSpared, ProcessIdentity? launched = null) =>
        launched is null && !_processes.In(_job).Any(isSpared) && _job.End();

    public void LetGo() => _job.LetGo();

    public bool WasOutOfMemory(ProcessIdentity launched) => _job.MetMemoryLimit;

    public void Forget(ProcessIdentity launched)
    {
        if (_ended.Remove(launched) && _launched.Remove(launched, out var handle)) handle.Dispose();
    }

    public void Dispose()
    {
        foreach (var handle in _launched.Values) handle.Dispose();
        _processes.Tree = null;
        _job.Dispose();
        _stop.Dispose();
    }

    Happening.Signalled Stopped()
    {
        _stop.Lower();
        return new Happening.Signalled("stop event", null, null, AsksToEnd: true);
    }

    Happening.Exited Exited(ProcessIdentity process, SafeWaitHandle handle)
    {
        _ended.Add(process);
        uint code;
        var isKnown = Kernel32.ExitCode(handle, &code) != 0;
        return new Happening.Exited(process.Pid, isKnown ? (int)code : null, null, null, CoreDumped: false, UsageOf(handle));
    }

    static Usage UsageOf(SafeWaitHandle process)
    {
        long created, ended, system, user;
        var counters = stackalloc nuint[Counters];
        _ = Kernel32.Times(process, &created, &ended, &system, &user);
        var isKnown = Kernel32.Memory(process, counters, Counters * (uint)sizeof(nuint)) != 0;
        return new Usage(user / TimeSpan.TicksPerMillisecond, system / TimeSpan.TicksPerMillisecond, isKnown ? (long)counters[PeakAt] : 0);
    }
}
