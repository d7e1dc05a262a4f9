using System.Runtime.InteropServices;

namespace Mill.Dummy.Behaviours;

/// <summary>Hides its environment from everybody of the same rank, and stays.</summary>
static partial class HideEnvironment
{
    const int SetDumpable = 4; // PR_SET_DUMPABLE, linux/prctl.h

    public static int Run(string[] arguments)
    {
        if (prctl(SetDumpable, 0, 0, 0, 0) != 0) return 1;
        Console.WriteLine("hidden");
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);
}
