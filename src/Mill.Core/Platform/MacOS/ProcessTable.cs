using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>Reads the kernel's table of processes, which shows those of every user, zombies too.</summary>
internal static unsafe class ProcessTable
{
    // sys/sysctl.h: CTL_KERN, KERN_PROC, KERN_PROC_ALL, KERN_PROC_PID
    const int Kernel = 1, Processes = 14, All = 0, ByPid = 1;
    const int OutOfMemory = 12; // ENOMEM: the table has outgrown the room
    const int Attempts = 20;

    /// <summary>One process; null when there is none. The kernel itself, which is in the table as 0, is none: to many
    /// calls 0 means the caller.</summary>
    public static KernelProcess? Find(int pid)
    {
        if (pid <= 0) return null;
        var raw = stackalloc byte[KernelProcess.Size];
        var name = stackalloc int[] { Kernel, Processes, ByPid, pid };
        nuint size = KernelProcess.Size;
        return MacProcessCalls.Read(name, 4, raw, &size, null, 0) == 0 && size == KernelProcess.Size
            ? KernelProcess.Parse(new ReadOnlySpan<byte>(raw, KernelProcess.Size))
            : null;
    }

    /// <summary>All of them.</summary>
    public static List<KernelProcess> Everybody()
    {
        var name = stackalloc int[] { Kernel, Processes, All };
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            nuint size = 0;
            if (MacProcessCalls.Read(name, 3, null, &size, null, 0) != 0) break;
            var room = new byte[size + size / 4];
            size = (nuint)room.Length;
            fixed (byte* start = room)
                if (MacProcessCalls.Read(name, 3, start, &size, null, 0) == 0)
                    return KernelProcess.ParseAll(room.AsSpan(0, (int)size)).FindAll(one => one.Pid > 0);
            if (Failure.Last != OutOfMemory) break;
        }
        throw Failure.Refused("the table of processes");
    }
}
