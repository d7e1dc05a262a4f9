using System.Diagnostics;
using System.Globalization;

namespace Mill.Dummy.Behaviours;

/// <summary>Keeps a processor busy for so many milliseconds.</summary>
static class Spin
{
    public static int Run(string[] arguments)
    {
        var wanted = TimeSpan.FromMilliseconds(int.Parse(arguments[0], CultureInfo.InvariantCulture));
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < wanted) Thread.SpinWait(1000);
        return 0;
    }
}
