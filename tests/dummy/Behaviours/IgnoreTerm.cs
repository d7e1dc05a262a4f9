using System.Runtime.InteropServices;

namespace Mill.Dummy.Behaviours;

/// <summary>Says each TERM that it gets, and stays.</summary>
static class IgnoreTerm
{
    public static int Run(string[] arguments)
    {
        using var heard = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            Console.WriteLine("heard");
        });
        Console.WriteLine("ready");
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}
