using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Mill.Dummy.Behaviours;

/// <summary>Answers a TERM by starting another like itself, so many times over, and only then ends.</summary>
static class Respawn
{
    public static int Run(string[] arguments)
    {
        var left = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var asked = new ManualResetEventSlim();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            asked.Set();
        });
        Console.WriteLine(Environment.ProcessId);
        asked.Wait();
        if (left > 0) Process.Start(Environment.ProcessPath!, ["respawn", (left - 1).ToString(CultureInfo.InvariantCulture)]).Dispose();
        return 0;
    }
}
