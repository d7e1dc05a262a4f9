using System.Buffers.Text;

namespace Mill.Platform.Linux;

/// <summary>Finds the children of processes.</summary>
internal static class Children
{
    // Not every kernel is built with these lists; without them the whole machine has to be gone through.
    static readonly bool s_listed = Proc.TryRead(Environment.ProcessId, $"task/{Environment.ProcessId}/children", out _);

    /// <summary>A function from a pid to its children, as they are now.</summary>
    public static Func<int, IReadOnlyList<int>> Reader()
    {
        if (s_listed) return Listed;
        var byParent = ByParent();
        return pid => byParent.TryGetValue(pid, out var children) ? children : [];
    }

    static List<int> Listed(int pid)
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

    static Dictionary<int, List<int>> ByParent()
    {
        var byParent = new Dictionary<int, List<int>>();
        foreach (var pid in Proc.Pids())
        {
            if (!ProcStat.TryRead(pid, out var stat)) continue;
            if (!byParent.TryGetValue(stat.Parent, out var children)) byParent[stat.Parent] = children = [];
            children.Add(pid);
        }
        return byParent;
    }
}
