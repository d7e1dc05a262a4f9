using System.Collections.Concurrent;
using System.Globalization;
using Mill.Tests.Crash;

namespace Mill.Chaos.Crashes;

/// <summary>Ends whoever is at work at each step that it comes to, and whoever repairs that as well, and looks at what is left in the end.</summary>
sealed class CrashPart(Trial trial)
{
    const int ShortSingles = 3, ScenariosAtATime = 4, ShortPairs = 1, StepsOfARepair = 40;
    static readonly TimeSpan s_moment = TimeSpan.FromSeconds(5), s_short = TimeSpan.FromSeconds(100);

    readonly Random _chance = new(trial.Seed);
    readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, byte> _crashedAt = new(StringComparer.Ordinal);
    int _scenarios, _points, _once, _twice, _ended, _missed;

    /// <summary>Carries the part.</summary>
    public static void Carry(Trial trial)
    {
        if (Places.HasSteps) new CrashPart(trial).Carry();
        else trial.Tell("crashes at named steps", "", "left out: a released build has no named steps");
    }

    void Carry()
    {
        if (trial.Only is not { } words) CarryAll(Scenarios.All);
        else if (CutShort.Parse(words) is { } one) Try(Enumerable.Repeat(one, trial.Often(10, 10)));
        else if (Scenarios.Named(words) is { } scenario) CarryAll(scenario);
        else trial.Fault($"nobody is at '{words}'");
        Tell();
    }

    // A few scenarios at a time where there is time for a few; else all at once, so that there is some of each whenever time is up.
    void CarryAll(params Scenario[] all)
    {
        foreach (var some in all.OrderBy(_ => _chance.Next()).Chunk(trial.IsShort ? ScenariosAtATime : all.Length))
        {
            var points = new ConcurrentDictionary<Scenario, string[]>();
            InParallel(some, (part, scenario) => points[scenario] = part.Trace(scenario));
            Interlocked.Add(ref _scenarios, points.Count);
            Interlocked.Add(ref _points, points.Values.Sum(of => of.Length));
            Try(InTurn(some.Where(points.ContainsKey).SelectMany(scenario => Choose(scenario, points[scenario])).OrderBy(_ => _chance.Next())));
        }
    }

    // Every named step once before any of them a second time.
    static CutShort[] InTurn(IEnumerable<CutShort> all) =>
        [.. all.GroupBy(one => NameOf(one.Step)).SelectMany(of => of.Select((one, turn) => (one, turn))).OrderBy(next => next.turn).Select(next => next.one)];

    IEnumerable<CutShort> Choose(Scenario scenario, string[] points)
    {
        foreach (var step in points.OrderBy(_ => _chance.Next()).Take(trial.IsShort ? ShortSingles : int.MaxValue)) yield return new CutShort(scenario, step);
        for (var pair = trial.Often(ShortPairs, 10); pair > 0 && points.Length > 0; pair--)
            yield return new CutShort(scenario, points[_chance.Next(points.Length)], [.. Enumerable.Range(0, _chance.Next(1, 3)).Select(_ => _chance.Next(1, StepsOfARepair))]);
    }

    void Try(IEnumerable<CutShort> all) => InParallel(all, static (part, one) =>
    {
        part.Try(one);
        Interlocked.Increment(ref one.Repairs is [] ? ref part._once : ref part._twice);
    });

    void Tell()
    {
        var named = The_named_steps.All();
        var missed = named.Except(_crashedAt.Keys, StringComparer.Ordinal).ToArray();
        trial.Tell("named steps, and how many of them somebody was ended at", trial.IsShort ? "" : "all", $"{named.Length}, {named.Length - missed.Length}{(missed is [_, ..] and { Length: < 20 } ? $" (not: {string.Join(", ", missed)})" : "")}");
        trial.Must(missed is [] || trial.IsShort || trial.Limit is not null || trial.Only is not null, $"nobody was ended at {string.Join(", ", missed)}");
        trial.Tell("what somebody was at", "", $"{_scenarios} scenarios of {Scenarios.All.Length}, with {_points} places to be ended at");
        trial.Tell("crashes of one process", "", $"{_once}");
        trial.Tell("crashes, and one or two of the repairs that followed", "", $"{_twice}, with {_ended} processes ended");
        trial.Tell("places that were not come to a second time", "", $"{_missed}");
        trial.Tell("what the runs came to", "", string.Join(", ", _outcomes.OrderByDescending(one => one.Value).Select(one => $"{one.Key} {one.Value}")));
    }

    // Where a scenario comes to when nobody dies.
    string[] Trace(Scenario scenario)
    {
        using var ground = new Ground();
        scenario.Prepare(ground);
        scenario.Act(ground, $"-@{Steps(ground)}");
        ground.Settle();
        string[] steps = File.Exists(Steps(ground)) ? File.ReadAllLines(Steps(ground)) : [];
        End(ground, scenario, $"{scenario}, with nobody ended");
        return steps;
    }

    void Try(CutShort one)
    {
        using var ground = new Ground();
        one.What.Prepare(ground);
        one.What.Act(ground, $"-{one.Step}@{Steps(ground)}");
        if (Until.Holds(() => Reached(ground) == one.Step, s_moment)) Count(one, one.Step);
        else Interlocked.Increment(ref _missed);
        foreach (var number in one.Repairs)
        {
            ground.Age();
            var options = Ground.Dying(string.Create(CultureInfo.InvariantCulture, $"-{number}@{Steps(ground)}"));
            if (ground.Home.MillWith(options, "repair", "--all").ExitCode == 128 + Libc.Kill) Count(one, Reached(ground)!);
        }
        End(ground, one.What, one.ToString());
    }

    // Where nobody has anything to do between two repairs, the first one must have done it all; it comes once whoever dies is dead.
    void End(Ground ground, Scenario scenario, string what)
    {
        if (scenario.Then is { } then)
        {
            Repair(ground);
            then(ground);
            ground.Settle();
        }
        ground.SettleBeforeRepair();
        Repair(ground);
        ground.Settle();
        foreach (var fault in ground.Faults(scenario)) trial.Fault($"{what}: {fault}");
        foreach (var outcome in ground.Outcomes()) _outcomes.AddOrUpdate(outcome, 1, static (_, times) => times + 1);
    }

    static void Repair(Ground ground)
    {
        ground.Age();
        ground.Repair();
    }

    void Count(CutShort one, string step)
    {
        if (one.Repairs is not []) Interlocked.Increment(ref _ended);
        _crashedAt[NameOf(step)] = 1;
    }

    static string NameOf(string step) => step[..step.LastIndexOf(':')];

    bool IsLate => (trial.Limit ?? (trial.IsShort ? s_short : null)) is { } limit && trial.Elapsed > limit;

    // In their order, which ranges of an array would not keep.
    void InParallel<T>(IEnumerable<T> all, Action<CrashPart, T> act) =>
        Parallel.ForEach(Partitioner.Create(all, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, one =>
        {
            if (IsLate) return;
            try { act(this, one); }
            catch (Exception e) when (e is not OutOfMemoryException) { trial.Fault($"{one}: {e.Message}"); }
        });

    static string Steps(Ground ground) => Path.Combine(ground.Home.Root, "steps");

    static string? Reached(Ground ground) => File.Exists(Steps(ground)) ? File.ReadLines(Steps(ground)).LastOrDefault() : null;
}
