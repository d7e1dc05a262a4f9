using System.Diagnostics;
using System.Globalization;

namespace Mill.Dummy.Behaviours;

/// <summary>Starts a process that sleeps, writes its pid into a file, and ends.</summary>
static class LeaveBehind
{
    public static int Run(string[] arguments)
    {
        using var sleeper = Process.Start(Environment.ProcessPath!, ["sleep"]);
        var staged = arguments[0] + ".stage";
        File.WriteAllText(staged, sleeper.Id.ToString(CultureInfo.InvariantCulture));
        File.Move(staged, arguments[0]);
        return 0;
    }
}
