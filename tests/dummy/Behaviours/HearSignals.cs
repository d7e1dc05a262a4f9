using Mill.Platform;

namespace Mill.Dummy.Behaviours;

/// <summary>A worker that says which signals it hears of, until SIGUSR2.</summary>
static class HearSignals
{
    static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(60);

    public static int Run(string[] arguments)
    {
        var inheritance = Current.Platform.TakeInheritance();
        using var supervisor = Current.Platform.Supervise();
        inheritance.Say($"{Environment.ProcessId}");
        while (supervisor.Wait(s_longEnough) is Happening.Signalled heard)
        {
            inheritance.Say($"{heard.Name} {heard.FromPid} {heard.FromUser}");
            if (heard.Name == "SIGUSR2") return 0;
        }
        return 1;
    }
}
