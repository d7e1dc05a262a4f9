using System.Buffers.Text;
using System.Text;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>A number that whoever was launched for a run carries, and all that they launch, whatever becomes of their environment,
/// session, user and parents.</summary>
internal static unsafe class InheritedMark
{
    // The kernel hands this limit on over forks and new programs, shows it to everybody, and has looked at it for nothing
    // else since 2.4.25: a number too large to be anybody's own costs nothing. RLIMIT_LOCKS, asm-generic/resource.h
    const int FileLocks = 10;
    const ulong LargerThanAnybodys = 1UL << 61;

    /// <summary>The number of a run: another folder has another one, also under the same name. Null where there is no folder.</summary>
    public static ulong? Of(string runId, string runFolder)
    {
        if (!Status.TryLook(runFolder, out var folder) || folder.Kind != FileKind.Folder) return null;
        var mark = Mixed(folder.Device) ^ Mixed(folder.Inode + 1);
        foreach (var one in Encoding.UTF8.GetBytes(runId)) mark = Mixed(mark ^ one);
        return (mark >> 3) | LargerThanAnybodys;
    }

    /// <summary>Gives it to this process, and so to what it launches; where the hard limit is lower, nobody carries one.</summary>
    public static void Put(ulong mark)
    {
        ResourceLimit limit;
        if (Libc.GetLimit(FileLocks, &limit) != 0 || limit.Hard < mark) return;
        limit.Soft = mark;
        _ = Libc.SetLimit(FileLocks, &limit);
    }

    /// <summary>Whether a process carries it.</summary>
    public static bool IsOn(int pid, ulong mark)
    {
        if (!Proc.TryRead(pid, "limits", out var text)) return false;
        var label = "Max file locks"u8;
        var at = text.IndexOf(label);
        return at >= 0 && Utf8Parser.TryParse(text[(at + label.Length)..].TrimStart((byte)' '), out ulong soft, out _) && soft == mark;
    }

    // The last steps of splitmix64: each bit of the number changes half of the others.
    static ulong Mixed(ulong number)
    {
        number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
        number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
        return number ^ (number >> 31);
    }
}
