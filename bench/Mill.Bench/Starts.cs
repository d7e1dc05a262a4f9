using System.Diagnostics;

namespace Mill.Bench;

/// <summary>Starts runs from one process, one after the other.</summary>
static class Starts
{
    /// <summary>Prints how many were started and durably recorded a second; the home is <c>MILL_HOME</c>'s.</summary>
    public static int Run(string exe, int count, string[] command)
    {
        var client = new MillClient(new MillOptions { Executable = exe });
        var request = new StartRequest { Command = command[0], Arguments = command[1..] };
        client.Start(request);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++) client.Start(request);
        Console.WriteLine(FormattableString.Invariant($"{count / clock.Elapsed.TotalSeconds:F1}"));
        return 0;
    }
}
