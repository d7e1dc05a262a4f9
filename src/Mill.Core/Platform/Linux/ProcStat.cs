using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>What the kernel says of a process on one line (<c>/proc/PID/stat</c>).</summary>
internal readonly record struct ProcStat(int Pid, char State, int Parent, int Session, uint Flags, int Threads, ulong Start)
{
    // Places after the name, counted from the state (proc(5), fields 3, 4, 6, 9, 20, 22, 23 and 51).
    const int StateAt = 0, ParentAt = 1, SessionAt = 3, FlagsAt = 6, ThreadsAt = 17, StartAt = 19, MemoryAt = 20, EnvironmentEndAt = 48;
    const int TicksFigure = 2; // _SC_CLK_TCK
    const uint KernelThread = 0x0020_0000; // PF_KTHREAD, linux/sched.h

    static readonly ulong s_ticksPerSecond = (ulong)Math.Max(1, Libc.Figure(TicksFigure));

    /// <summary>How much earlier than said a process may have started: one tick.</summary>
    public static long TickMs => (long)(1000 / s_ticksPerSecond);

    /// <summary>When it started, as the kernel writes it.</summary>
    public string StartText => Start.ToString(CultureInfo.InvariantCulture);

    /// <summary>When it started, milliseconds of the boot clock.</summary>
    public long StartedAtBootMs => (long)(Start * 1000 / s_ticksPerSecond);

    /// <summary>Whether it is over: a zombie with no other thread.</summary>
    public bool IsDead => State is 'Z' or 'X' or 'x' && Threads <= 1;

    /// <summary>Whether it is a thread of the kernel's own.</summary>
    public bool IsOfKernel => (Flags & KernelThread) != 0;

    /// <summary>Reads it; false when there is no such process.</summary>
    public static bool TryRead(int pid, out ProcStat stat)
    {
        stat = default;
        return Proc.TryRead(pid, "stat", out var text) && TryParse(pid, text, out stat);
    }

    /// <summary>Reads it together with the process's name.</summary>
    public static bool TryRead(int pid, out ProcStat stat, out string name)
    {
        (stat, name) = (default, "");
        if (!Proc.TryRead(pid, "stat", out var text) || !TryParse(pid, text, out stat)) return false;
        name = Encoding.UTF8.GetString(text[(text.IndexOf((byte)'(') + 1)..text.LastIndexOf((byte)')')]);
        return true;
    }

    /// <summary>Where its environment ends in its memory: 0 while it is just becoming another program, null where it has no memory.</summary>
    public static ulong? EnvironmentEnd(int pid) => Proc.TryRead(pid, "stat", out var text) ? EnvironmentEnd(text) : null;

    /// <summary>The same of a line.</summary>
    public static ulong? EnvironmentEnd(ReadOnlySpan<byte> line)
    {
        var rest = AfterName(line);
        for (var place = 0; !rest.IsEmpty; place++)
        {
            var field = Next(ref rest);
            if (place == MemoryAt && field.SequenceEqual("0"u8)) return null;
            if (place == EnvironmentEndAt) return Utf8Parser.TryParse(field, out ulong where, out _) ? where : null;
        }
        return null;
    }

    static ReadOnlySpan<byte> AfterName(ReadOnlySpan<byte> line) => line[(line.LastIndexOf((byte)')') + 1)..].TrimStart((byte)' ');

    /// <summary>Reads a line; the name in it may hold blanks, brackets and line ends.</summary>
    public static bool TryParse(int pid, ReadOnlySpan<byte> line, out ProcStat stat)
    {
        stat = default;
        var rest = AfterName(line);
        var (state, parent, session, flags, threads, start) = (' ', 0, 0, 0u, 0, 0UL);
        for (var place = 0; place <= StartAt; place++)
        {
            if (rest.IsEmpty) return false;
            var field = Next(ref rest);
            if (place == StateAt) state = (char)field[0];
            else if (place == ParentAt) parent = Number(field);
            else if (place == SessionAt) session = Number(field);
            else if (place == FlagsAt) Utf8Parser.TryParse(field, out flags, out _);
            else if (place == ThreadsAt) threads = Number(field);
            else if (place == StartAt && !Utf8Parser.TryParse(field, out start, out _)) return false;
        }
        stat = new ProcStat(pid, state, parent, session, flags, threads, start);
        return true;
    }

    static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)' ');
        var field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return field;
    }

    static int Number(ReadOnlySpan<byte> field) => Utf8Parser.TryParse(field, out int number, out _) ? number : 0;
}
