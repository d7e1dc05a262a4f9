using System.Buffers.Binary;

namespace Mill.Platform.MacOS;

/// <summary>
/// What ties a process to others, besides its parent, which is lost when that ends: the numbers that the kernel gives
/// every process once and to no other after it, its own and that of the process it was started by, and its session.
/// </summary>
internal readonly record struct Kinship(int Pid, int Parent, ulong Unique, ulong ParentUnique, int Session)
{
    // struct proc_uniqidentifierinfo (sys/proc_info_private.h, PROC_PIDUNIQIDENTIFIERINFO): id of the executable 16,
    // own number 8, the parent's 8, versions of the two pids 4 each, reserved 16. Shown of every user's processes.
    internal const int Size = 56;
    const int UniqueAt = 16, ParentUniqueAt = 24;
    const int WhatIsUnique = 17;

    /// <summary>Reads it; what cannot be read stays zero.</summary>
    public static unsafe Kinship Of(KernelProcess process)
    {
        var raw = stackalloc byte[Size];
        var session = Math.Max(0, MacProcessCalls.Session(process.Pid));
        return MacProcessCalls.Inform(process.Pid, WhatIsUnique, 0, raw, Size) == Size
            ? Parse(process.Pid, process.Parent, session, new ReadOnlySpan<byte>(raw, Size))
            : new Kinship(process.Pid, process.Parent, 0, 0, session);
    }

    /// <summary>Reads the structure.</summary>
    internal static Kinship Parse(int pid, int parent, int session, ReadOnlySpan<byte> raw) => new(
        pid,
        parent,
        BinaryPrimitives.ReadUInt64LittleEndian(raw[UniqueAt..]),
        BinaryPrimitives.ReadUInt64LittleEndian(raw[ParentUniqueAt..]),
        session);
}
