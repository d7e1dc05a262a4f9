using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mill.Chaos.Soak;

/// <summary>The one home that everybody works on, and what is remembered of all that was done to it.</summary>
sealed class World : IDisposable
{
    const int MostKept = 20;
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    static readonly int[] s_known = [0, 1, 2, 3, 4, 128 + Libc.Kill];
    static readonly HashSet<string> s_never =
    [
        nameof(MillError.RunDamaged), nameof(MillError.NewerFormat), nameof(MillError.HomeNotYours), nameof(MillError.HomeNotUsable), nameof(MillError.HomeHasNoLocks),
        nameof(MillError.DiskFull), nameof(MillError.SystemRefused), nameof(MillError.WorkerNotFound), nameof(MillError.RunBusy), nameof(MillError.BadValue),
        nameof(MillError.RunAmbiguous), nameof(MillError.BadRunId), nameof(MillError.SecretNotKept), nameof(MillError.SpawnFailed), nameof(MillError.CommandNotFound),
    ];

    readonly ConcurrentDictionary<string, int> _deeds = new(StringComparer.Ordinal);
    readonly string _kept = Path.Combine(Path.GetTempPath(), $"mill-soak-faults-{Environment.ProcessId}");
    int _keptSoFar;

    public World(Trial trial)
    {
        Trial = trial;
        Proofs = Directory.CreateDirectory(Path.Combine(Home.Work, "proofs")).FullName;
        Client = Home.Client;
    }

    public Trial Trial { get; }
    public TestHome Home { get; } = new() { PatienceAtEnd = TimeSpan.FromSeconds(60) };
    public MillClient Client { get; }
    public Ledger Ledger { get; } = new();
    /// <summary>The folder with a file for each run whose process ran.</summary>
    public string Proofs { get; }
    /// <summary>What was done and met, and how often.</summary>
    public IReadOnlyDictionary<string, int> Deeds => _deeds;

    /// <summary>Counts something that was done or met.</summary>
    public void Count(string deed, int times = 1) => _deeds.AddOrUpdate(deed, times, (_, before) => before + times);

    /// <summary>How many runs are on the to-do list.</summary>
    public string[] Active() => Home.Names("active");

    /// <summary>Runs the executable; null when it was killed, which is somebody else's doing. A code or a crash that has no place is a fault.</summary>
    public Answer? Mill(params string[] words)
    {
        if (Run(words) is not { } answer) return null;
        if (!s_known.Contains(answer.ExitCode) || answer.Err.Contains("   at ", StringComparison.Ordinal)) Fault(null, answer.ToString());
        if (answer.ExitCode == 128 + Libc.Kill) Count("mill killed");
        if (answer.ExitCode == 1 && words.Contains("--json") && answer.Out.StartsWith("{\"error", StringComparison.Ordinal)) Met(answer.Json.Text("error.code")!, answer.ToString());
        return answer.ExitCode == 128 + Libc.Kill ? null : answer;
    }

    // What hangs is looked at before it is ended: who it waits for tells the fault.
    Answer? Run(string[] words)
    {
        var clock = Stopwatch.StartNew();
        using var mill = Programs.Start(Places.Mill, words, Home.At(new RunOptions()));
        mill.StandardInput.Close();
        var (output, error) = (mill.StandardOutput.ReadToEndAsync(), mill.StandardError.ReadToEndAsync());
        if (Task.WaitAll([output, error, mill.WaitForExitAsync()], s_patience)) return new Answer(string.Join(' ', words), mill.ExitCode, output.Result, error.Result, clock.Elapsed);
        Fault(null, $"mill {string.Join(' ', words)} hangs, {(mill.HasExited ? "exited" : "alive")}, after {clock.Elapsed.TotalSeconds:0} s; everybody:\n{Everybody()}");
        mill.Kill();
        return null;
    }

    string Everybody() => string.Join('\n', Home.Processes().Select(one =>
        $"{one.Pid} below {one.Parent}, {one.State}: {string.Join(' ', ProcFs.CommandLine(one.Pid))} {string.Join(' ', Enumerable.Range(0, 24).Select(number => ProcFs.LinkOf(one.Pid, number)).OfType<string>())}"));

    /// <summary>An error that an act came to: most are how it goes with so many at it, some can never be.</summary>
    public void Met(string code, string words)
    {
        Count($"said {code}");
        if (s_never.Contains(code)) Fault(null, words);
    }

    /// <summary>A broken promise; the folder of its run is kept.</summary>
    public void Fault(string? id, string what)
    {
        var kept = id is not null && Directory.Exists(Home.Folder(id)) && Interlocked.Increment(ref _keptSoFar) <= MostKept ? Keep(id) : "";
        Trial.Fault($"{(id is null ? "" : $"{id}: ")}{what}{kept}");
    }

    string Keep(string id)
    {
        Directory.CreateDirectory(_kept);
        using (var copy = Process.Start("cp", ["-rn", Home.Folder(id), _kept])) copy.WaitForExit();
        return $"; its folder is kept as {Path.Combine(_kept, id)}, and its worker said:\n{Home.Text(id, "logs/worker.log")}";
    }

    public void Dispose() => Home.Dispose();
}
