using System.Globalization;
using System.Runtime.InteropServices;

namespace Mill.Dummy.Behaviours;

/// <summary>Takes the name and the command line of a thread of the kernel, writes its pid into a file, and stays.</summary>
static partial class Rename
{
    const int SetName = 15; // PR_SET_NAME, linux/prctl.h
    const int StartAt = 45, EndAt = 46; // arg_start and arg_end, fields 48 and 49 of /proc/PID/stat, counted from the state

    public static int Run(string[] arguments)
    {
        var file = arguments[0];
        if (prctl(SetName, "kworker/0:1", 0, 0, 0) != 0) return 1;
        OwnArea.Fill(StartAt, EndAt, "kworker/0:1");
        File.WriteAllText(file, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int prctl(int option, string name, nuint b, nuint c, nuint d);
}
