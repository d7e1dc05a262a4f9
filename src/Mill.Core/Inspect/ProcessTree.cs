using Mill.Platform;

namespace Mill.Inspect;

/// <summary>Processes as a tree.</summary>
internal static class ProcessTree
{
    /// <summary>Every process with how many of the others it is below, each followed by its children, the older ones first.</summary>
    public static IEnumerable<(ProcessFacts Process, int Depth)> Order(IReadOnlyList<ProcessFacts> processes)
    {
        var known = processes.Select(one => one.Identity.Pid).ToHashSet();
        var children = processes.OrderBy(one => one.StartedAtBootMs).ThenBy(one => one.Identity.Pid).ToLookup(one => one.ParentPid);
        return processes.Where(one => !known.Contains(one.ParentPid)).SelectMany(one => WithChildren(one, 0));

        IEnumerable<(ProcessFacts, int)> WithChildren(ProcessFacts one, int depth) =>
            children[one.Identity.Pid].SelectMany(child => WithChildren(child, depth + 1)).Prepend((one, depth));
    }

    /// <summary>What a process is doing.</summary>
    public static string State(char letter) => letter switch
    {
        'R' => "running",
        'S' or 'I' => "sleeping",
        'D' => "blocked",
        'T' or 't' => "stopped",
        'Z' or 'X' or 'x' => "zombie",
        _ => letter.ToString(),
    };
}
