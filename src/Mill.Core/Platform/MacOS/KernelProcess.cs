using System.Buffers.Binary;
using System.Globalization;
using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>What the kernel's table says of a process (<c>struct kinfo_proc</c>, sys/sysctl.h).</summary>
internal readonly record struct KernelProcess(
    int Pid, int Parent, int User, string Name, long StartSeconds, int StartMicroseconds, int Flags, byte Status)
{
    // Of 648 bytes: time of the start 16 (seconds 8, microseconds 4), at 32 flags 4, status 1, at 40 pid 4, at 243 name
    // 17, at 420 user 4, at 560 parent 4. The same on both processors.
    internal const int Size = 648;
    const int MicrosecondsAt = 8, FlagsAt = 32, StatusAt = 36, PidAt = 40, NameAt = 243, NameLength = 17, UserAt = 420,
        ParentAt = 560;

    // sys/proc.h: SIDL, SRUN, SSLEEP, SSTOP, SZOMB; P_WEXIT
    const byte Beginning = 1, Runnable = 2, Asleep = 3, Stopped = 4, Zombie = 5;
    const int OnItsWayOut = 0x2000;
    const long NanosecondsPerMicrosecond = 1000;

    /// <summary>When it started, as the kernel noted it then: by the clock of that moment, and not touched when the
    /// clock is set.</summary>
    public string StartText => string.Create(CultureInfo.InvariantCulture, $"{StartSeconds}.{StartMicroseconds:D6}");

    /// <summary>The same as a moment.</summary>
    public DateTimeOffset StartedAt => FileStatus.Moment(StartSeconds, StartMicroseconds * NanosecondsPerMicrosecond);

    /// <summary>Whether it is over: a zombie, or so far on its way out that it runs no code and hears no
    /// signal.</summary>
    public bool IsDead => Status == Zombie || (Flags & OnItsWayOut) != 0;

    /// <summary>Its state in a letter.</summary>
    public char State => Status switch
    {
        _ when IsDead => 'Z',
        Beginning => 'I',
        Runnable => 'R',
        Asleep => 'S',
        Stopped => 'T',
        _ => '?',
    };

    /// <summary>Whether it is stopped.</summary>
    public bool IsStopped => Status == Stopped;

    /// <summary>Reads one.</summary>
    public static KernelProcess Parse(ReadOnlySpan<byte> raw)
    {
        return new KernelProcess(
            BinaryPrimitives.ReadInt32LittleEndian(raw[PidAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(raw[ParentAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(raw[UserAt..]),
            CStrings.Text(raw.Slice(NameAt, NameLength)),
            BinaryPrimitives.ReadInt64LittleEndian(raw),
            BinaryPrimitives.ReadInt32LittleEndian(raw[MicrosecondsAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(raw[FlagsAt..]),
            raw[StatusAt]);
    }

    /// <summary>Reads several, one behind the other.</summary>
    public static List<KernelProcess> ParseAll(ReadOnlySpan<byte> raw)
    {
        var all = new List<KernelProcess>(raw.Length / Size);
        for (; raw.Length >= Size; raw = raw[Size..]) all.Add(Parse(raw));
        return all;
    }
}
