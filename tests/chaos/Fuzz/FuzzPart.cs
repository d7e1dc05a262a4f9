using System.Globalization;

namespace Mill.Chaos.Fuzz;

/// <summary>Malformed homes: nothing that stands in a folder makes a verb crash, hang, lie, send a signal, or touch what is not the run's.</summary>
sealed class FuzzPart(Trial trial)
{
    const int LongestMs = 5_000, StuckMs = 60_000, MostFaults = 40, PerProcessor = 2;

    readonly HashSet<string> _told = [];
    int _next, _slow, _heartbeats;

    /// <summary>Tries them all.</summary>
    public static void Carry(Trial trial) => new FuzzPart(trial).Carry();

    void Carry()
    {
        var seeds = Seeds.Make();
        var bystanders = new[] { new Bystander(), new Bystander(), new Bystander() };
        try
        {
            ProcStat[] seen = [.. bystanders.Select(one => ProcFs.Look(one.Pid)!)];
            var homes = trial.Often(8_000, 100_000);
            TryHomes(seeds, seen, homes);
            TryTraced(seeds, seen, Math.Min(homes, trial.IsShort ? 60 : 400));
            foreach (var one in seen) trial.Must(ProcFs.Look(one.Pid) is { IsDead: false } now && now.StartTime == one.StartTime, $"bystander {one.Pid} is gone");
            trial.Tell("strangers named in mutants that were signalled", "0", $"{seen.Count(one => !ProcFs.IsAlive(one.Pid))}");
            new HeartbeatPart(trial, seeds).Carry(trial.Often(2_000, 100_000));
            new WrittenPart(trial).Carry(trial.Often(2_000, 100_000));
        }
        finally
        {
            foreach (var one in bystanders) one.Dispose();
        }
    }

    void TryHomes(IReadOnlyList<Seed> seeds, ProcStat[] bystanders, int homes)
    {
        var benches = Enumerable.Range(0, Math.Min(homes, PerProcessor * Environment.ProcessorCount)).Select(n => NewBench(seeds, bystanders, keeps: n == 0 && homes == 1)).ToArray();
        var began = trial.Elapsed;
        var threads = benches.Select(bench => new Thread(() => Go(bench, homes))).ToArray();
        foreach (var thread in threads) thread.Start();
        while (threads.Any(thread => !thread.Join(500))) Watch(benches);
        var took = trial.Elapsed - began;
        var (verbs, refusals) = (benches.Sum(bench => bench.Verbs), benches.Sum(bench => bench.Refusals));
        foreach (var bench in benches) bench.Dispose();
        var tried = Math.Min(_next, homes);
        trial.Tell("malformed homes, of 17 kinds", trial.IsShort ? "" : "≥ 100,000", Number(tried));
        trial.Tell("of them with a heartbeat that was changed, or is gone", "", Number(_heartbeats));
        trial.Tell("verbs tried on them", "", $"{Number(verbs)}, {refusals * 100 / Math.Max(1, verbs)} % refused with a code");
        trial.Tell("a second", "", Number((long)(tried / took.TotalSeconds)));
        trial.Tell($"verbs that took longer than {LongestMs / 1000} s twice", "0", $"{_slow}");
    }

    void Go(Bench bench, int homes)
    {
        while (Interlocked.Increment(ref _next) is var number && number <= homes && trial.Elapsed < trial.Limit.GetValueOrDefault(TimeSpan.MaxValue))
            TryOne(bench, trial.Seed + number - 1);
    }

    void TryOne(Bench bench, int number)
    {
        var began = Environment.TickCount64;
        var fault = bench.Try(number, _ => true, out var words);
        if (bench.TouchesHeartbeat) Interlocked.Increment(ref _heartbeats);
        if (fault is null && Environment.TickCount64 - began > LongestMs) fault = TrySlow(bench, number);
        if (fault is not null) Tell(Shrunk(bench, number, fault, words));
    }

    // On a busy machine, once is nothing.
    string? TrySlow(Bench bench, int number)
    {
        var began = Environment.TickCount64;
        var fault = bench.Try(number, _ => true, out _);
        var took = Environment.TickCount64 - began;
        if (fault is not null || took <= LongestMs) return fault;
        Interlocked.Increment(ref _slow);
        return $"took {took} ms, twice over {LongestMs}";
    }

    // One of its changes alone may be enough.
    static (string Fault, int Number, string Words) Shrunk(Bench bench, int number, string fault, string words)
    {
        for (var place = 0; place < 3; place++)
        {
            var only = place;
            if (bench.Try(number, one => one == only, out var fewer) is { } same && Kind(same) == Kind(fault)) return (same, number, fewer);
        }
        return (fault, number, words);
    }

    static string Kind(string fault) => fault.Split(" at ")[0].Split('(')[0];

    void Tell((string Fault, int Number, string Words) found)
    {
        lock (_told)
            if (_told.Count < MostFaults && !_told.Add(Place(found.Fault))) return;
        trial.Fault($"{found.Fault}\n    --seed {found.Number} --count 1 ({found.Words})");
    }

    // The same fault at the same place is told once.
    static string Place(string fault) => fault.IndexOf(" at ", StringComparison.Ordinal) is >= 0 and var at ? fault[at..].Split(" < ")[0] : new string([.. fault.Where(letter => !char.IsDigit(letter)).Take(70)]);

    void Watch(Bench[] benches)
    {
        foreach (var bench in benches)
        {
            if (bench.Doing is not var (what, since) || Environment.TickCount64 - since < StuckMs) continue;
            trial.Fault($"{what} has not come back for a minute\n    --seed {bench.Number} --count 1");
            Environment.Exit(1);
        }
    }

    // Tracing makes every call slow: a few are enough, as nothing in them may depend on chance.
    void TryTraced(IReadOnlyList<Seed> seeds, ProcStat[] bystanders, int homes)
    {
        using var bench = NewBench(seeds, bystanders);
        bench.Launches = false;
        using var trace = SignalTrace.Begin();
        for (var number = 0; trace is not null && number < homes; number++) bench.Try(trial.Seed + number, _ => true, out _);
        var sent = trace?.End();
        trial.Must(trace is null || sent is not null, "the trace has missed a signal that was sent for it to see");
        foreach (var line in sent?.Take(10) ?? []) trial.Fault($"a signal was sent: {line}");
        trial.Tell($"signals sent, as the kernel saw it, in the first {Number(homes)} of them", "0", trace is null ? "not traced: there is no strace" : sent is null ? "not seen" : Number(sent.Count));
    }

    // A short name: the path of a socket has a hundred letters.
    static Bench NewBench(IReadOnlyList<Seed> seeds, ProcStat[] bystanders, bool keeps = false) =>
        new(Directory.CreateDirectory(Path.Combine(Fast, $"mill-fuzz-{Guid.NewGuid().ToString("n")[..8]}")).FullName, seeds, bystanders) { Keeps = keeps };

    static string Fast => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
