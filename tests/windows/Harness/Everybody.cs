using System.Diagnostics;

namespace Mill.Tests.Harness;

/// <summary>Every process of the machine, seen by the tests' own eyes and not by the code under test.</summary>
static class Everybody
{
    /// <summary>The pids of those that have a variable, <c>NAME=value</c>. This system shows nobody another's environment: those
    /// that run the dummy are as good, since nobody else does.</summary>
    public static IEnumerable<int> WithVariable(string variable) => Pids("mill-dummy");

    /// <summary>The pids of those that run a program. One that was ended stays in the list for as long as somebody knows it.</summary>
    public static int[] Pids(string program) => [.. Process.GetProcessesByName(program).Where(one => !one.HasExited).Select(one => one.Id)];

    /// <summary>Ends everybody who runs a program.</summary>
    public static void End(string program)
    {
        foreach (var one in Process.GetProcessesByName(program)) one.Kill();
    }

    /// <summary>The process that has a pid.</summary>
    public static Process Of(int pid) => Process.GetProcesses().Single(one => one.Id == pid);
}
