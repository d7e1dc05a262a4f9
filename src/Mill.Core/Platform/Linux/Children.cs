using System.Buffers.Text;

namespace Mill.Platform.Linux;

/// <summary>Finds the children of processes.</summary>
internal static class Children
{
    // Not every kernel is built with these lists; without them the whole machine has to be gone through.
    static readonly bool s_listed = Proc.TryRead(Environment.ProcessId, $"task/{Environment.ProcessId}/children", out _);

    /// <summary>A function from a pid to its children, as they are now.</summary>
    public static Func<int, IReadOnlyList<int>> Reader() => s_listed ? Listed : Searched();

    /// <summary>The children that the kernel lists.</summary>
    internal static IReadOnlyList<int> Listed(int pid)
    {
        var children = new List<int>();
        foreach (var thread in Proc.Numbers($"/proc/{pid}/task"))
        {
            if (!Proc.TryRead(pid, $"task/{thread}/children", out var text)) continue;
            while (Utf8Parser.TryParse(text, out int child, out var used))
            {
                children.Add(child);
                text = text[used..].TrimStart((byte)' ');
            }
        }
        return children;
    }

    /// <summary>A function from a pid to its children, by one search of the whole machine.</summary>
    internal static Func<int, IReadOnlyList<int>> Searched()
    {
        var byParent = new Dictionary<int, List<int>>();
        foreach (var pid in Proc.Pids())
        {
            if (!ProcStat.TryRead(pid, out var stat)) continue;
            if (!byParent.TryGetValue(stat.Parent, out var children)) byParent[stat.Parent] = children = [];
            children.Add(pid);
        }
        return pid => byParent.TryGetValue(pid, out var children) ? children : [];
    }
}
