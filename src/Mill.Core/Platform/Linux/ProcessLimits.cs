using System.Buffers.Text;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>How many files our caller may have open.</summary>
internal static class CallersOpenFiles
{
    /// <summary>The soft limit of our parent, where ours was raised to the hard one since.</summary>
    public static long? Limit()
    {
        if (!OpenFiles.TryRead(out var ours) || ours.Soft != ours.Hard) return null;
        if (!ProcStat.TryRead(Environment.ProcessId, out var self) || !TryRead(self.Parent, out var theirs)) return null;
        return theirs.Hard == ours.Hard && theirs.Soft < ours.Soft ? (long)theirs.Soft : null;
    }

    static bool TryRead(int pid, out ResourceLimit limit)
    {
        limit = default;
        if (!Proc.TryRead(pid, "limits", out var text)) return false;
        var label = "Max open files"u8;
        var at = text.IndexOf(label);
        if (at < 0) return false;
        var rest = text[(at + label.Length)..].TrimStart((byte)' ');
        if (!Utf8Parser.TryParse(rest, out limit.Soft, out var used)) return false;
        return Utf8Parser.TryParse(rest[used..].TrimStart((byte)' '), out limit.Hard, out _);
    }
}

/// <summary>How much room arguments and environment have (execve(2)).</summary>
internal static unsafe class ArgumentRoom
{
    const int Stack = 3;                  // RLIMIT_STACK
    const int PageFigure = 30;            // _SC_PAGESIZE
    const int PagesForOne = 32;           // MAX_ARG_STRLEN, linux/binfmts.h
    const long Least = 128 << 10;         // ARG_MAX
    const long Most = 6 << 20;            // three quarters of the kernel's usual stack

    /// <summary>For all together, and for one of them.</summary>
    public static (long Together, long One) Read()
    {
        ResourceLimit stack;
        var quarter = Libc.GetLimit(Stack, &stack) == 0 ? (long)Math.Min(stack.Soft / 4, (ulong)Most) : Least;
        return (Math.Max(quarter, Least), PagesForOne * Libc.Figure(PageFigure));
    }
}
