using System.Globalization;
using System.Runtime.InteropServices;

namespace Mill.Dummy.Behaviours;

/// <summary>Ends itself with a signal.</summary>
static partial class SignalSelf
{
    public static int Run(string[] arguments)
    {
        kill(Environment.ProcessId, int.Parse(arguments[0], CultureInfo.InvariantCulture));
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
