using System.Globalization;
using System.Runtime.InteropServices;
using Mill.Runs;

namespace Mill.Platform.Windows;

/// <summary>Every process of the machine at one moment.</summary>
internal sealed unsafe class ProcessTable
{
    const int AllProcesses = 5; // SystemProcessInformation
    const int FirstRoom = 256 << 10;

    readonly Dictionary<int, ProcessFacts> _all = [];

    /// <summary>Everybody.</summary>
    public IEnumerable<ProcessFacts> All => _all.Values;

    /// <summary>One; null when there is no such process.</summary>
    public ProcessFacts? this[int pid] => _all.GetValueOrDefault(pid);

    /// <summary>A process's parent, unless that has ended and somebody else has its pid.</summary>
    public ProcessFacts? ParentOf(ProcessFacts process) =>
        this[process.ParentPid] is { } parent && parent.StartedAtBootMs <= process.StartedAtBootMs && parent != process ? parent : null;

    /// <summary>Looks.</summary>
    public static ProcessTable Read(Machine machine)
    {
        var room = FirstRoom;
        while (true)
        {
            var bytes = (byte*)NativeMemory.Alloc((nuint)room);
            try
            {
                uint needed;
                var status = Ntdll.LookAtSystem(AllProcesses, bytes, (uint)room, &needed);
                if (status == 0) return new ProcessTable(machine, bytes);
                if (status != Ntdll.TooLittleRoom) throw WindowsFailure.Refused("a list of processes");
                room = Math.Max(room * 2, (int)needed);
            }
            finally
            {
                NativeMemory.Free(bytes);
            }
        }
    }

    ProcessTable(Machine machine, byte* bytes)
    {
        var clock = Current.Platform.Clock;
        var bootedAt = clock.GetUtcNow().ToFileTime() - clock.GetTimestamp() * TimeSpan.TicksPerMillisecond;
        for (var at = bytes; ; at += ((RawProcess*)at)->Next)
        {
            var raw = (RawProcess*)at;
            // One that has ended, and that somebody still has a handle on, has no thread any more.
            if (raw->Pid > 0 && raw->Threads > 0) _all[(int)raw->Pid] = Facts(machine, raw, bootedAt);
            if (raw->Next == 0) return;
        }
    }

    static ProcessFacts Facts(Machine machine, RawProcess* raw, long bootedAt) => new()
    {
        Identity = new ProcessIdentity((int)raw->Pid, raw->Created.ToString(CultureInfo.InvariantCulture), machine.BootId, machine.MachineId, machine.PidNamespace),
        ParentPid = (int)raw->Parent,
        SessionId = (int)raw->Session,
        Name = raw->Name == null ? "" : new string(raw->Name, 0, raw->NameBytes / sizeof(char)),
        State = 'R',
        Threads = (int)raw->Threads,
        StartedAtBootMs = Math.Max(0, (raw->Created - bootedAt) / TimeSpan.TicksPerMillisecond),
        ResidentBytes = (long)raw->WorkingSet,
        AnonymousBytes = Own(raw),
    };

    // Not every system tells the private part of what is resident.
    static long Own(RawProcess* raw) => raw->PrivateWorkingSet > 0 ? raw->PrivateWorkingSet
        : (long)(raw->PrivatePages > 0 ? Math.Min(raw->PrivatePages, raw->WorkingSet) : raw->WorkingSet);

    /// <summary>SYSTEM_PROCESS_INFORMATION of 64-bit systems.</summary>
    [StructLayout(LayoutKind.Explicit)]
    struct RawProcess
    {
        [FieldOffset(0)] public uint Next;
        [FieldOffset(4)] public uint Threads;
        [FieldOffset(8)] public long PrivateWorkingSet;
        [FieldOffset(32)] public long Created;
        [FieldOffset(56)] public ushort NameBytes;
        [FieldOffset(64)] public char* Name;
        [FieldOffset(80)] public nint Pid;
        [FieldOffset(88)] public nint Parent;
        [FieldOffset(100)] public uint Session;
        [FieldOffset(144)] public nuint WorkingSet;
        [FieldOffset(200)] public nuint PrivatePages;
    }
}
