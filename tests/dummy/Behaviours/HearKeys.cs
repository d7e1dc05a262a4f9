using System.Runtime.InteropServices;
using Mill.Platform;

namespace Mill.Dummy.Behaviours;

/// <summary>Has a stop key ask for something of its own, is sent it while the keys are held off, and says whether it heard.</summary>
static class HearKeys
{
    static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(20);

    public static int Run(string[] arguments)
    {
        using var heard = new ManualResetEventSlim();
        using var key = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => { signal.Cancel = true; heard.Set(); });
        using var hearing = Current.Platform.HearInterrupt();
        using (Current.Platform.HoldStopKeys())
        {
            HoldKeys.Shell($"kill -INT {Environment.ProcessId}");
            Console.WriteLine(heard.Wait(s_longEnough) ? "heard" : "not heard");
        }
        return 0;
    }
}
