using System.Diagnostics;

namespace Mill.Chaos.Resisting;

/// <summary>Trees that resist: each is ended by a stop, once through its worker and once after its worker was killed. Nobody is left,
/// and nobody else is touched.</summary>
static class TreesPart
{
    // The run's own process, and what gives its tree the mark, are not the bomb's.
    const int Doubled = 60, Beside = 2, QuietLooks = 3;
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);

    /// <summary>Does it.</summary>
    public static void Run(Trial trial)
    {
        var together = new Shape("all of them in one run", string.Join('\n', Shape.All.Select(one => one.Line)));
        IEnumerable<Shape> shapes = trial.IsShort ? [together] : [.. Shape.All, together];
        Shape[] bombs = trial.IsShort ? [Shape.Bomb(20), Shape.Doubling(Doubled)] : [Shape.Bomb(20), Shape.Bomb(100), Shape.Doubling(Doubled)];
        var sum = new Sum();
        foreach (var shape in shapes.Concat(bombs).Where(shape => trial.Only is not { } words || shape.Name.Contains(words, StringComparison.Ordinal)))
            foreach (var isLost in new[] { false, true })
                Try(trial, shape, isLost, sum);
        trial.Tell("shapes of trees", "", $"{Shape.All.Count}, each {(trial.IsShort ? "beside the others in one run" : "alone, and all in one run")}; bombs: {string.Join(", ", bombs.Select(one => one.Name))}");
        trial.Tell("trees ended, half of them after their worker was killed", "", $"{sum.Trees} of {sum.Processes} processes, and bombs without number");
        trial.Tell("processes left", "0", $"{sum.Left}");
        trial.Tell("strangers signalled or ended, of all that stood beside", "0", $"{sum.Harmed} of {sum.Strangers}");
        trial.Tell("whom a traced stop has signalled, not of the tree", "0", SignalTrace.IsThere ? $"{sum.Astray} of {sum.Traced}" : "not traced: there is no strace");
        trial.Tell("a bomb's end, from the stop to its return", "", $"at most {sum.SlowestBomb.TotalSeconds:0.0} s, of which 1 s is grace");
        trial.Tell("a pid that became a stranger's", "not signalled", ReusedPid.Try(trial) ?? "could not be made here");
    }

    // One that cannot be made, or leaves somebody in its home, is a fault of its own: the others are tried all the same.
    static void Try(Trial trial, Shape shape, bool isLost, Sum sum)
    {
        var (token, what, tree) = ($"TREES={Guid.NewGuid():N}", $"{shape.Name}, {(isLost ? "its worker killed" : "its worker alive")}", new List<ProcStat>());
        try
        {
            Carry(trial, shape, isLost, what, token, tree, sum);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            trial.Fault($"{what}: {e.Message}");
        }
        finally
        {
            trial.Must(EndAll(token, tree), $"{what}: somebody of it cannot be ended");
        }
    }

    static void Carry(Trial trial, Shape shape, bool isLost, string what, string token, List<ProcStat> tree, Sum sum)
    {
        using var home = new TestHome();
        var isBomb = shape.Name.StartsWith("a bomb", StringComparison.Ordinal);
        var id = home.StartScript($"{shape.Line}\necho $$ > ready.pid; exec sleep 600", "--env", token, "--grace", "1");
        home.PidIn("ready.pid", s_soon); // A bomb leaves little for whoever has thrown it.
        var worker = home.WorkerOf(id);
        if (!isBomb) Settle(worker);
        if (shape.Most is { } most) Fill(trial, what, token, most);
        using var strangers = new Strangers(home, id);
        strangers.Wait();
        tree.AddRange(Below(worker));
        if (isLost) Kill(worker);
        var clock = Stopwatch.StartNew();
        var traced = !isBomb && SignalTrace.IsThere && shape.Name.StartsWith("all", StringComparison.Ordinal) ? SignalTrace.Of(home, "stop", id, "--grace", "1") : null;
        if (traced is null && RunId.TryParse(id, out var run)) home.Client.Stop(run, new StopRequest { Grace = TimeSpan.FromSeconds(1) });
        if (isBomb && clock.Elapsed > sum.SlowestBomb) sum.SlowestBomb = clock.Elapsed;
        Count(trial, sum, what, home, id, tree, token, strangers, traced, worker);
        foreach (var inner in Directory.GetDirectories(Path.Combine(home.Home, "runs")).Select(path => Path.GetFileName(path)!))
            foreach (var fault in Audit.OfRun(home, inner)) trial.Fault($"{what}: {inner}: {fault}");
    }

    static void Count(Trial trial, Sum sum, string what, TestHome home, string id, IReadOnlyList<ProcStat> tree, string token, Strangers strangers, HashSet<int>? traced, int worker)
    {
        var left = tree.Where(one => ProcFs.Look(one.Pid) is { IsDead: false } now && now.StartTime == one.StartTime).Select(one => one.Pid)
            .Concat(Carriers(token)).Distinct().ToArray();
        foreach (var pid in left) trial.Fault($"{what}: {pid} is left: {string.Join(' ', ProcFs.CommandLine(pid))} ({ProcFs.Look(pid)?.State})");
        var survivors = home.Read(id, "cleanup.json").At("survivors").GetArrayLength();
        trial.Must(survivors == 0, $"{what}: {survivors} survivors are told");
        var harmed = strangers.Harmed();
        foreach (var one in harmed) trial.Fault($"{what}: a stranger came to harm: {one}");
        var astray = traced?.Where(pid => strangers.Pids.Contains(pid) || (pid != worker && tree.All(one => one.Pid != pid) && ProcFs.IsAlive(pid))).ToArray() ?? [];
        foreach (var pid in astray) trial.Fault($"{what}: {pid} was signalled, which is not of the tree");
        (sum.Trees, sum.Processes, sum.Left) = (sum.Trees + 1, sum.Processes + tree.Count, sum.Left + left.Length);
        (sum.Strangers, sum.Harmed) = (sum.Strangers + strangers.Count, sum.Harmed + harmed.Count);
        (sum.Traced, sum.Astray) = (sum.Traced + (traced?.Count ?? 0), sum.Astray + astray.Length);
        Console.WriteLine($"  {what}: {tree.Count} processes, {left.Length} left");
    }

    // Where it has no user of its own, others take places and give them back meanwhile.
    static void Fill(Trial trial, string what, string token, int most)
    {
        Until.True(() => Carriers(token).Count() >= most * 9 / 10, s_soon, "the bomb is as large as it may be");
        var now = Carriers(token).Count();
        trial.Must(now <= most + Beside || !Libc.IsRoot, $"{what}: {now} processes, where {most} are the most");
    }

    // Until nobody new has come for a while.
    static void Settle(int worker)
    {
        var (count, since) = (0, Stopwatch.StartNew());
        Until.Holds(() =>
        {
            if (Below(worker).Count is var now && now != count) (count, since) = (now, Stopwatch.StartNew());
            return since.Elapsed > TimeSpan.FromSeconds(2);
        }, TimeSpan.FromSeconds(20));
    }

    static List<ProcStat> Below(int pid)
    {
        var all = ProcFs.All().ToLookup(one => one.Parent);
        var found = new List<ProcStat>();
        for (var open = new Queue<int>([pid]); open.TryDequeue(out var parent);)
            foreach (var child in all[parent])
            {
                found.Add(child);
                open.Enqueue(child.Pid);
            }
        return found;
    }

    static IEnumerable<int> Carriers(string token) => Everybody.WithVariable(token);

    // What a stop has left must not stay on the machine: a bomb is held still first, else it would fill each place that is freed. A
    // chain may stand between two of its links while it is looked for, hence a few looks. Who hides its variables is known by the tree.
    static bool EndAll(string token, IReadOnlyCollection<ProcStat> tree)
    {
        var (held, since) = (new HashSet<(int, string)>(), Stopwatch.StartNew());
        for (var quiet = 0; quiet < QuietLooks && since.Elapsed < s_soon; quiet++)
            foreach (var one in Left(token, tree).Where(one => held.Add((one.Pid, one.StartTime))))
            {
                Libc.Signal(one.Pid, Libc.Stop);
                quiet = -1;
            }
        return Until.Holds(() => Left(token, tree).Count(one => Libc.Signal(one.Pid, Libc.Kill)) == 0, s_soon);
    }

    static ProcStat[] Left(string token, IReadOnlyCollection<ProcStat> tree) =>
    [
        .. Carriers(token).Select(ProcFs.Look).OfType<ProcStat>().Where(one => !one.IsDead),
        .. tree.Where(one => ProcFs.Look(one.Pid) is { IsDead: false } now && now.StartTime == one.StartTime),
    ];

    static void Kill(int worker)
    {
        Libc.Signal(worker, Libc.Kill);
        Until.True(() => !ProcFs.IsAlive(worker), s_soon, "the worker is gone");
    }

    sealed class Sum
    {
        public int Trees, Processes, Left, Strangers, Harmed, Traced, Astray;
        public TimeSpan SlowestBomb;
    }
}
