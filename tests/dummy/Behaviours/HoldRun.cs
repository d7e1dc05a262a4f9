using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Dummy.Behaviours;

/// <summary>Takes the lock of a run (home, run), says so, and holds it until it is ended.</summary>
static class HoldRun
{
    static readonly TimeSpan s_longEnough = TimeSpan.FromMinutes(2);

    public static int Run(string[] arguments)
    {
        if (!RunId.TryParse(arguments[1], out var id)) return 64;
        using var locked = LockedRun.Take(new HomeFolder(Current.Platform, arguments[0]).Run(id));
        Console.WriteLine("held");
        Thread.Sleep(s_longEnough);
        return 0;
    }
}
