using System.Diagnostics;
using System.Globalization;

namespace Mill.Tests.Harness;

/// <summary>Every process of the machine, seen by the tests' own eyes (ps) and not by the code under test.</summary>
static class Everybody
{
    // The environment is shown behind the command line; on Linux the same letter asks for something else.
    static readonly string s_environmentToo = OperatingSystem.IsMacOS() ? "axEww" : "axeww";

    /// <summary>The pids of those that have a variable, <c>NAME=value</c>.</summary>
    public static IEnumerable<int> WithVariable(string variable) =>
        [.. List(s_environmentToo).Where(one => $"{one.Words} ".Contains($" {variable} ", StringComparison.Ordinal)).Select(one => one.Pid)];

    /// <summary>The pids of those that run the executable under test, or the dummy.</summary>
    public static int[] Pids(string program)
    {
        var path = program == "mill" ? Places.Mill : Places.Dummy;
        return [.. List("axww").Where(one => one.Words == path || one.Words.StartsWith(path + " ", StringComparison.Ordinal)).Select(one => one.Pid)];
    }

    /// <summary>The pid of whoever's child a process is; null when there is no such process.</summary>
    public static int? ParentOf(int pid) => Ask($"-o ppid= -p {pid}") is [{ } line] ? int.Parse(line, CultureInfo.InvariantCulture) : null;

    static IEnumerable<(int Pid, string Words)> List(string who) => Ask($"{who} -o pid=,command=")
        .Select(line => line.Trim().Split(' ', 2)).Where(parts => parts.Length == 2)
        .Select(parts => (int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1].Trim()));

    static string[] Ask(string arguments)
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = ps.StandardOutput.ReadToEnd();
        ps.WaitForExit();
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
