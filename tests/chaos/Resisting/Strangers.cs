using System.Diagnostics;

namespace Mill.Chaos.Resisting;

/// <summary>Processes that look like those of a run in all that is not the run: they must never be signalled, and write down if they are.</summary>
sealed class Strangers : IDisposable
{
    readonly List<(string What, Process Process)> _all = [];
    readonly string _heard;

    /// <summary>Starts them beside a run.</summary>
    public Strangers(TestHome home, string id)
    {
        _heard = Path.Combine(home.Work, "heard");
        var folder = home.Folder(id);
        Start("of another run's id", "setsid", Marks("20260101-000000-aaaa", folder));
        Start("of another folder", "setsid", Marks(id, folder + "x"));
        Start("with neither", "setsid", []);
        if (Libc.IsRoot) Start("another user's with both", "setpriv --reuid 65534 --clear-groups", Marks(id, folder));
    }

    /// <summary>Their pids.</summary>
    public IReadOnlyList<int> Pids => [.. _all.Select(one => one.Process.Id)];

    /// <summary>Those that came to harm.</summary>
    public IEnumerable<string> Harmed() =>
        _all.Where(one => one.Process.HasExited).Select(one => one.What).Concat(File.Exists(_heard) ? [$"signalled: {File.ReadAllText(_heard).Trim()}"] : []);

    static Dictionary<string, string?> Marks(string id, string folder) => new() { ["MILL_RUN_ID"] = id, ["MILL_RUN_DIR"] = folder };

    void Start(string what, string by, Dictionary<string, string?> environment)
    {
        string[] line = [.. by.Split(' '), "sh", "-c", $"trap 'echo {what.Replace('\'', ' ')} >> {_heard}' TERM HUP INT CONT; while :; do sleep 600 & wait $!; done"];
        _all.Add((what, Programs.Start(line[0], line[1..], new RunOptions { Environment = environment })));
    }

    public void Dispose()
    {
        foreach (var (_, process) in _all)
        {
            // The shell first: it would start another one.
            var children = ProcFs.Children(process.Id).ToArray();
            process.Kill();
            process.WaitForExit();
            foreach (var child in children) Libc.Signal(child.Pid, Libc.Kill);
            process.Dispose();
        }
    }
}
