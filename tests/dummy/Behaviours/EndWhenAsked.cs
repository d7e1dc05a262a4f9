using System.Runtime.InteropServices;

namespace Mill.Dummy.Behaviours;

/// <summary>Says when it is ready, and ends by itself when it is asked to: by a TERM, or by Ctrl+Break.</summary>
static class EndWhenAsked
{
    const int Asked = 5;

    public static int Run(string[] arguments)
    {
        var asked = new ManualResetEventSlim();
        void Hear(PosixSignalContext signal)
        {
            signal.Cancel = true;
            asked.Set();
        }
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Hear);
        Console.WriteLine(Environment.ProcessId);
        asked.Wait();
        Console.WriteLine("asked");
        return Asked;
    }
}
