using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Mill.Dummy.Behaviours;

/// <summary>Starts a process that sleeps, holds it still as a debugger does, writes its pid into a file, and stays.</summary>
static partial class HoldAnother
{
    const int Attach = 16; // PTRACE_ATTACH, sys/ptrace.h

    public static int Run(string[] arguments)
    {
        using var sleeper = Process.Start(Environment.ProcessPath!, ["sleep"]);
        if (ptrace(Attach, sleeper.Id, 0, 0) != 0) return 77;
        File.WriteAllText(arguments[0], sleeper.Id.ToString(CultureInfo.InvariantCulture) + "\n");
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    [LibraryImport("libc")]
    private static partial nint ptrace(nint request, nint pid, nint address, nint data);
}
