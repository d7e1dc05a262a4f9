using Mill.Runs;
using Mill.Store;
using Mill.Written;

namespace Mill.Settings;

/// <summary>Reads what a file wants of runs, for the defaults and for templates.</summary>
internal static class LimitsReader
{
    const int LongestTag = 200;
    const double LeastCpu = 0.01, MostCpu = 65_536;
    const long MostBytes = 1L << 50;

    /// <summary>What both of them may say.</summary>
    public static StartRequest Read(WrittenGroup group, string environment) => Layers.Nothing with
    {
        Grace = group.Time("grace", orZero: true),
        Timeout = group.Time("timeout"),
        IdleTimeout = group.Time("idleTimeout"),
        MemoryLimit = Size(group, "memory", RunSpec.LeastMemoryBytes),
        CpuLimit = group.Number("cpu", LeastCpu, MostCpu),
        LogCap = Size(group, "logCap", RunSpec.LeastLogCapBytes),
        OutputLimit = Size(group, "outputLimit", 1),
        Merge = group.Choice("merge"),
        LineBuffered = group.Choice("lineBuffered"),
        AllowBackground = group.Choice("allowBackground"),
        Tags = Tags(group),
        Environment = Environment(group, environment),
        Queue = Queue(group),
        Priority = group.Count("priority", -RunQueue.HighestPriority, RunQueue.HighestPriority),
    };

    static string? Queue(WrittenGroup group)
    {
        if (group.Text("queue") is not { } name) return null;
        if (!QueueFolder.IsName(name)) group.Blame("queue", $"'{name}' is no name for a queue: it has 1 to 64 letters, digits, '-', '_' and '.', and begins with neither a dot nor a dash");
        return name;
    }

    static long? Size(WrittenGroup group, string key, long least)
    {
        if (group.Size(key) is not { } bytes) return null;
        if (bytes >= least && bytes <= MostBytes) return bytes;
        group.Blame(key, $"'{key}' has to be at least {Exactly.Say(least)} and at most {Exactly.Say(MostBytes)}");
        return null;
    }

    static Dictionary<string, string> Tags(WrittenGroup group)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in group.Pairs("tags") ?? new Dictionary<string, string?>())
            if (name.Length is 0 or > LongestTag || name.Contains('=', StringComparison.Ordinal) || value is not { Length: <= LongestTag })
                Blame(group, "tags", name, $"the tag '{name}' makes no sense; a tag is a name without '=' and a text, each of at most {LongestTag} characters");
            else tags[name] = value;
        return tags;
    }

    static Dictionary<string, string?> Environment(WrittenGroup group, string key)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in group.Pairs(key) ?? new Dictionary<string, string?>())
            if (name.Length == 0 || name.AsSpan().IndexOfAny('=', '\0') >= 0 || value?.Contains('\0', StringComparison.Ordinal) == true)
                Blame(group, key, name, $"'{name}' is no variable: its name has no '=', and neither part a NUL character");
            else variables[name] = value;
        return variables;
    }

    static void Blame(WrittenGroup group, string key, string name, string message) => group.Group(key)!.Blame(name, message);
}
