using System.Diagnostics;

namespace Mill.Chaos.Resisting;

/// <summary>Processes that look like those of a run in all that is not the run: they must never be signalled, and end if they are.</summary>
sealed class Strangers : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);

    readonly List<(string What, Process Process)> _all = [];
    readonly List<ProcStat> _children = [];

    /// <summary>Starts them beside a run.</summary>
    public Strangers(TestHome home, string id)
    {
        var folder = home.Folder(id);
        Start("of another run's id", "setsid", Marks("20260101-000000-aaaa", folder));
        Start("of another folder", "setsid", Marks(id, folder + "x"));
        Start("with neither", "setsid", []);
        if (Libc.IsRoot) Start("another user's with both", "setpriv --reuid 65534 --clear-groups", Marks(id, folder));
    }

    /// <summary>Waits until each stands there with its child, and listens.</summary>
    public void Wait()
    {
        foreach (var (what, process) in _all)
            _children.Add(Until.Some(() => ProcFs.Children(process.Id).FirstOrDefault(child => child.Name == "sleep"), s_soon, $"{what} is there"));
    }

    /// <summary>Their pids, and those of what each has launched.</summary>
    public IReadOnlyList<int> Pids => [.. _all.Select(one => one.Process.Id), .. _children.Select(child => child.Pid)];

    /// <summary>How many stand there.</summary>
    public int Count => _all.Count;

    /// <summary>Those that came to harm.</summary>
    public IReadOnlyList<string> Harmed() =>
    [
        .. _all.Where(one => one.Process.HasExited).Select(one => $"{one.What} has ended, with {one.Process.ExitCode}"),
        .. _all.Where(one => !one.Process.HasExited && IsStopped(one.Process.Id)).Select(one => $"{one.What} stands still"),
        .. _children.Where(child => IsStopped(child.Pid)).Select(child => $"a stranger's child, {child.Pid}, stands still"),
    ];

    static bool IsStopped(int pid) => ProcFs.Look(pid)?.State is 'T' or 't';

    static Dictionary<string, string?> Marks(string id, string folder) => new() { ["MILL_RUN_ID"] = id, ["MILL_RUN_DIR"] = folder };

    // Other signals end it anyway, or make it stand still. It writes nothing down, which another user could not; and it does not outlive its child.
    void Start(string what, string by, Dictionary<string, string?> environment)
    {
        string[] line = [.. by.Split(' '), "sh", "-c", "trap 'exit 3' CONT; sleep 600 & wait; exit 4"];
        _all.Add((what, Programs.Start(line[0], line[1..], new RunOptions { Environment = environment })));
    }

    public void Dispose()
    {
        // One that has ended has left its child behind.
        var children = _children.Concat(_all.SelectMany(one => ProcFs.Children(one.Process.Id))).ToArray();
        foreach (var (_, process) in _all)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        foreach (var child in children.Where(child => ProcFs.Look(child.Pid)?.StartTime == child.StartTime)) Libc.Signal(child.Pid, Libc.Kill);
    }
}
