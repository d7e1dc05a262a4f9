using System.Globalization;
using Mill.Platform;

namespace Mill.Dummy.Behaviours;

/// <summary>A worker that says its pid, lets go of its launcher, and holds its life lock until it is ended.</summary>
static class HoldLife
{
    static readonly TimeSpan s_longEnough = TimeSpan.FromMinutes(2);

    public static int Run(string[] arguments)
    {
        var inheritance = Current.Platform.TakeInheritance();
        using var life = inheritance.Life;
        inheritance.Say(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        inheritance.ToLauncher.Dispose();
        Thread.Sleep(s_longEnough);
        return 0;
    }
}
