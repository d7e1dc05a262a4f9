using Mill.Platform;

namespace Mill.Dummy.Behaviours;

/// <summary>A worker that says what it was handed and how it was launched.</summary>
static class TellInheritance
{
    static readonly string[] s_signals = ["SigBlk", "SigIgn"];

    public static int Run(string[] arguments)
    {
        foreach (var name in s_signals) Tell("before " + name, Status(name));
        var inheritance = Current.Platform.TakeInheritance();
        foreach (var (name, value) in s_told) inheritance.Say($"{name}={value}");
        inheritance.Say($"pid={Environment.ProcessId}");
        inheritance.Say($"arguments={string.Join('|', arguments)}");
        inheritance.Say($"orders={inheritance.Orders()}");
        inheritance.Say($"folder={Directory.GetCurrentDirectory()}");
        inheritance.Say($"lock={inheritance.Life.File.Inode}");
        inheritance.Say($"variables={Environment.GetEnvironmentVariables().Count} {Environment.GetEnvironmentVariable("MILL_TRIAL")}");
        foreach (var name in s_signals) inheritance.Say($"{name}={Status(name)}");
        var self = Current.Platform.Processes.Look(Environment.ProcessId)!;
        inheritance.Say($"parent={self.ParentPid}");
        inheritance.Say($"session={self.SessionId}");
        foreach (var number in new[] { 0, 1, 2 }) inheritance.Say($"{number}={LinkOf(number)}");
        inheritance.Say($"open={string.Join('|', Numbers().Select(LinkOf))}");
        return 0;
    }

    static readonly Dictionary<string, string> s_told = [];

    static void Tell(string name, string value) => s_told[name] = value;

    static string Status(string name) =>
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split('\t')[1];

    static string? LinkOf(int number) => new FileInfo($"/proc/self/fd/{number}").LinkTarget;

    static IEnumerable<int> Numbers() =>
        [.. Current.Platform.Files.Names("/proc/self/fd").Select(int.Parse).Where(number => number > 5)];
}
