using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Mill.Runs;

namespace Mill.Platform.Windows;

/// <summary>The job object that holds a run's tree. Its only handle is its worker's: with the worker, the tree goes.</summary>
internal sealed unsafe class RunJob : IDisposable
{
    const int MembersClass = 3, PortClass = 7, AccountingClass = 8, LimitsClass = 9, ProcessorsClass = 15; // JOBOBJECTINFOCLASS
    const uint MemoryMessage = 10; // JOB_OBJECT_MSG_JOB_MEMORY_LIMIT
    const int HeadOfMembers = 8; // JOBOBJECT_BASIC_PROCESS_ID_LIST: how many there are, how many are told, then their pids
    const int WholeRate = 10_000; // All processors, in hundredths of a percent.
    const uint RateEnabled = 0x1, RateIsHard = 0x4;

    readonly SafeWaitHandle _job;
    readonly SafeWaitHandle _port;
    readonly HashSet<ProcessIdentity> _launched = [];
    JobLimits _limits;
    bool _metMemoryLimit;

    /// <summary>Makes an empty one.</summary>
    public RunJob(JobFlags flags = JobFlags.KillOnClose)
    {
        _limits.Flags = flags;
        _job = Kernel32.CreateJob(null, null);
        _port = Kernel32.CreatePort(-1, 0, 0, 1);
        if (_job.IsInvalid || _port.IsInvalid) throw WindowsFailure.Refused("a job");
        var link = stackalloc nint[] { 0, _port.DangerousGetHandle() };
        if (Kernel32.SetJob(_job, PortClass, link, (uint)sizeof(nint) * 2) == 0 || !TrySetLimits()) throw WindowsFailure.Refused("to hold a tree in a job");
    }

    /// <summary>Whether it told of its memory limit.</summary>
    public bool MetMemoryLimit
    {
        get
        {
            ReadMessages();
            return _metMemoryLimit;
        }
    }

    /// <summary>Whether a process was launched into it, rather than by one of its members.</summary>
    public bool HasLaunched(ProcessIdentity process) => _launched.Contains(process);

    /// <summary>Takes a process in that has not begun yet.</summary>
    public bool TryTake(nint process) => Kernel32.PutIntoJob(_job, process) != 0;

    /// <summary>Knows a process as one that was launched into it.</summary>
    public void Know(ProcessIdentity process) => _launched.Add(process);

    /// <summary>The pids of those in it.</summary>
    public IReadOnlyList<int> Members()
    {
        for (var room = 64; ; room *= 2)
        {
            var (size, needed) = (HeadOfMembers + room * sizeof(nint), 0U);
            var told = new byte[size];
            fixed (byte* into = told)
            {
                var done = Kernel32.LookAtJob(_job.DangerousGetHandle(), MembersClass, into, (uint)size, &needed) != 0;
                if (!done && WindowsFailure.Last != Win32Error.MoreData) throw WindowsFailure.Refused("to say who is in a job");
                var (there, listed) = (*(int*)into, *(int*)(into + sizeof(int)));
                if (done && there <= room) return [.. new ReadOnlySpan<nint>(into + HeadOfMembers, listed).ToArray().Select(pid => (int)pid)];
            }
        }
    }

    /// <summary>Ends everybody in it.</summary>
    public bool End() => Kernel32.TerminateJob(_job, WindowsProcessHandle.EndedByForce) != 0;

    /// <summary>Limits the memory of all together; false where that cannot be had.</summary>
    public bool TryLimitMemory(long bytes)
    {
        (_limits.Flags, _limits.JobMemory) = (_limits.Flags | JobFlags.Memory, (nuint)bytes);
        if (TrySetLimits()) return true;
        _limits.Flags &= ~JobFlags.Memory;
        return false;
    }

    /// <summary>Limits them to so many processors' time; false where that cannot be had.</summary>
    public bool TryLimitProcessors(double processors)
    {
        var rate = stackalloc uint[] { RateEnabled | RateIsHard, (uint)Math.Clamp(processors / Environment.ProcessorCount * WholeRate, 1, WholeRate) };
        return Kernel32.SetJob(_job, ProcessorsClass, rate, sizeof(uint) * 2) != 0;
    }

    /// <summary>Lets those in it live on when this process ends.</summary>
    public void LetGo()
    {
        _limits.Flags &= ~JobFlags.KillOnClose;
        if (!TrySetLimits()) throw WindowsFailure.Refused("to let a tree live on");
    }

    /// <summary>How long everybody who ever was in it has been on a processor, and the most memory that one of them took.</summary>
    public Usage Usage()
    {
        var times = stackalloc long[12]; // JOBOBJECT_BASIC_AND_IO_ACCOUNTING_INFORMATION: user time, system time, …
        var limits = new JobLimits();
        uint needed;
        var job = _job.DangerousGetHandle();
        _ = Kernel32.LookAtJob(job, AccountingClass, times, sizeof(long) * 12, &needed);
        _ = Kernel32.LookAtJob(job, LimitsClass, &limits, (uint)sizeof(JobLimits), &needed);
        return new Usage(times[0] / TimeSpan.TicksPerMillisecond, times[1] / TimeSpan.TicksPerMillisecond, (long)limits.MostOfOne);
    }

    /// <summary>Takes what the job has told, so that it does not pile up.</summary>
    public void ReadMessages()
    {
        uint message;
        nuint key;
        nint overlapped;
        while (Kernel32.TakeFromPort(_port, &message, &key, &overlapped, 0) != 0) _metMemoryLimit |= message == MemoryMessage;
    }

    /// <summary>Lets go of it, and with that ends who is in it, unless they were let go of before.</summary>
    public void Dispose()
    {
        _job.Dispose();
        _port.Dispose();
    }

    bool TrySetLimits()
    {
        fixed (JobLimits* limits = &_limits) return Kernel32.SetJob(_job, LimitsClass, limits, (uint)sizeof(JobLimits)) != 0;
    }
}

/// <summary>What a job allows (JOBOBJECT_EXTENDED_LIMIT_INFORMATION of 64-bit systems).</summary>
[StructLayout(LayoutKind.Explicit, Size = 144)]
internal struct JobLimits
{
    /// <summary>What of it counts.</summary>
    [FieldOffset(16)] public JobFlags Flags;
    /// <summary>The memory of all together.</summary>
    [FieldOffset(120)] public nuint JobMemory;
    /// <summary>The most memory that one has taken.</summary>
    [FieldOffset(128)] public nuint MostOfOne;
}

/// <summary>Which limits of a job count (JOB_OBJECT_LIMIT_…, winnt.h).</summary>
[Flags]
internal enum JobFlags : uint
{
    /// <summary>The memory of all together.</summary>
    Memory = 0x200,
    /// <summary>What is launched by those in it may ask to be outside.</summary>
    ChildrenMayLeave = 0x800,
    /// <summary>What is launched by those in it is outside.</summary>
    ChildrenLeave = 0x1000,
    /// <summary>With its last handle, everybody in it is ended.</summary>
    KillOnClose = 0x2000,
}
