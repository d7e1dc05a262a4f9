using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Dummy.Behaviours;

/// <summary>Appends events to a run, each under a lock of its own: home, run, how many, and the word that they carry.</summary>
static class Append
{
    public static int Run(string[] arguments)
    {
        if (!RunId.TryParse(arguments[1], out var id)) return 64;
        var folder = new HomeFolder(Current.Platform, arguments[0]).Run(id);
        for (var left = int.Parse(arguments[2]); left > 0; left--)
        {
            using var locked = LockedRun.Take(folder);
            if (!locked.Change(EventDraft.Of(new SignalIgnored(arguments[3], Environment.ProcessId, null)))) return 1;
        }
        return 0;
    }
}
