namespace Mill.Platform.Linux;

/// <summary>Where this process is in the tree of control groups: its folder, and the topmost one that can be
/// seen.</summary>
internal sealed record ControlGroupPlace(string Folder, string Root)
{
    /// <summary>Finds it; null where version 2 is not there.</summary>
    public static ControlGroupPlace? Own() => Of(Environment.ProcessId);

    /// <summary>Finds that of another process, as seen from here.</summary>
    public static ControlGroupPlace? Of(int pid) =>
        Find(Proc.Text($"/proc/{pid}/cgroup") ?? "", Proc.Text("/proc/self/mountinfo") ?? "");

    /// <summary>The service of systemd's that <c>/proc/self/cgroup</c> names: the innermost unit, unless that is a scope, whose processes stay.</summary>
    public static string? Unit(string groups) => groups.Split('\n')
        .Where(line => line.StartsWith("0::", StringComparison.Ordinal) || line.Contains(":name=systemd:", StringComparison.Ordinal))
        .Select(line => line.Split('/').LastOrDefault(IsUnit))
        .FirstOrDefault(unit => unit?.EndsWith(".service", StringComparison.Ordinal) == true);

    static bool IsUnit(string part) => part.EndsWith(".service", StringComparison.Ordinal) || part.EndsWith(".scope", StringComparison.Ordinal);

    /// <summary>Finds it in the texts of <c>/proc/self/cgroup</c> and <c>mountinfo</c>.</summary>
    public static ControlGroupPlace? Find(string groups, string mounts)
    {
        var own = groups.Split('\n').FirstOrDefault(line => line.StartsWith("0::", StringComparison.Ordinal))?[3..];
        var mount = mounts.Split('\n').FirstOrDefault(line => line.Contains(" - cgroup2 ", StringComparison.Ordinal))?.Split(' ');
        if (own is null || mount is null) return null;
        var (root, point) = (mount[3].TrimEnd('/'), mount[4]);
        // Out of sight: "/../x" is what a group above a container's own root looks like.
        if (own.Contains("..", StringComparison.Ordinal) || !own.StartsWith(root, StringComparison.Ordinal)) return null;
        return new ControlGroupPlace((point + own[root.Length..]).TrimEnd('/'), point);
    }
}
