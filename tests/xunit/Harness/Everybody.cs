namespace Mill.Tests.Harness;

/// <summary>Every process of the machine, seen by the tests' own eyes and not by the code under test.</summary>
static class Everybody
{
    /// <summary>The pids of those that have a variable, <c>NAME=value</c>.</summary>
    public static IEnumerable<int> WithVariable(string variable) =>
        ProcFs.Younger().Where(one => !one.IsDead && ProcFs.Environment(one.Pid).Contains(variable)).Select(one => one.Pid).ToArray();
}
