using System.Buffers.Binary;

namespace Mill.Platform.MacOS;

/// <summary>What a process uses; all zero for those of other users.</summary>
internal readonly record struct ProcessUse(long ResidentBytes, long OwnBytes, ulong StartUnits)
{
    // struct rusage_info_v0 (sys/resource.h, RUSAGE_INFO_V0): id of the executable 16, user time 8, system time 8,
    // wake-ups 8 and 8, page-ins 8, wired 8, resident 8, footprint 8, start 8, end 8.
    internal const int Size = 96;
    const int ResidentAt = 64, FootprintAt = 72, StartAt = 80;
    const int Form = 0;

    // struct proc_taskinfo (sys/proc_info.h, PROC_PIDTASKINFO): its threads are the sixth figure of four bytes from its
    // end.
    internal const int TaskSize = 96;
    const int ThreadsAt = 84, Task = 4;

    /// <summary>Reads it.</summary>
    public static unsafe ProcessUse Of(int pid)
    {
        var raw = stackalloc byte[Size];
        return MacProcessCalls.Usage(pid, Form, raw) == 0 ? Parse(new ReadOnlySpan<byte>(raw, Size)) : default;
    }

    /// <summary>How many threads a process has; at least the one that it needs to be there.</summary>
    public static unsafe int Threads(int pid)
    {
        var raw = stackalloc byte[TaskSize];
        return MacProcessCalls.Inform(pid, Task, 0, raw, TaskSize) == TaskSize ? ParseThreads(new ReadOnlySpan<byte>(raw, TaskSize)) : 1;
    }

    /// <summary>Reads the structure. The footprint is what is the process's own, compressed or not; it is what the
    /// system ends processes by.</summary>
    internal static ProcessUse Parse(ReadOnlySpan<byte> raw) => new(
        BinaryPrimitives.ReadInt64LittleEndian(raw[ResidentAt..]),
        BinaryPrimitives.ReadInt64LittleEndian(raw[FootprintAt..]),
        BinaryPrimitives.ReadUInt64LittleEndian(raw[StartAt..]));

    /// <summary>Reads the number of threads from its structure.</summary>
    internal static int ParseThreads(ReadOnlySpan<byte> raw) => BinaryPrimitives.ReadInt32LittleEndian(raw[ThreadsAt..]);
}
