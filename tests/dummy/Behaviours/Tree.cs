using System.Diagnostics;
using System.Globalization;

namespace Mill.Dummy.Behaviours;

/// <summary>Starts another like itself below it, so many levels deep, prints its pid, and stays.</summary>
static class Tree
{
    public static int Run(string[] arguments)
    {
        var levels = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        if (levels > 1) Process.Start(Environment.ProcessPath!, ["tree", (levels - 1).ToString(CultureInfo.InvariantCulture)]).Dispose();
        Console.WriteLine(Environment.ProcessId);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}
