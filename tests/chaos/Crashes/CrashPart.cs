using System.Collections.Concurrent;
using System.Globalization;
using Mill.Tests.Crash;

namespace Mill.Chaos.Crashes;

/// <summary>Ends whoever is at work at each step that it comes to, and whoever repairs that as well, and looks at what is left in the end.</summary>
sealed class CrashPart(Trial trial)
{
    const int ShortSingles = 3, ShortPairs = 1, StepsOfARepair = 40;
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
        if (trial.Only is { } words) Repeat(words);
        else InParallel(Scenarios.All.OrderBy(_ => _chance.Next()).Select(scenario => (scenario, new Random(_chance.Next()))), static (part, one) => part.Carry(one.scenario, one.Item2));
        Tell();
    }

    // "WHAT", or a fault in the words that told it: "WHAT, ended at STEP, then repair at step NUMBER: …".
    void Repeat(string words)
    {
        string[] parts = [.. words.Split(": ")[0].Split(["ended at ", "then repair at step "], StringSplitOptions.None).Select(part => part.Trim(' ', ','))];
        if (Scenarios.All.FirstOrDefault(one => one.Name == parts[0]) is not { } scenario) trial.Fault($"nobody is at '{parts[0]}'");
        else if (parts is [_, var step, .. var repairs])
            InParallel(Enumerable.Range(0, trial.Often(10, 10)), (part, _) => part.Try(scenario, step, [.. repairs.Select(number => int.Parse(number, CultureInfo.InvariantCulture))]));
        else Carry(scenario, _chance);
    }

    void Carry(Scenario scenario, Random chance)
    {
        var points = Trace(scenario).OrderBy(_ => chance.Next()).ToArray();
        Interlocked.Increment(ref _scenarios);
        Interlocked.Add(ref _points, points.Length);
        foreach (var step in points.Take(trial.IsShort ? ShortSingles : int.MaxValue))
            if (Try(scenario, step)) Interlocked.Increment(ref _once);
        for (var pair = trial.Often(ShortPairs, 10); pair > 0 && points.Length > 0; pair--)
        {
            int[] repairs = [.. Enumerable.Range(0, chance.Next(1, 3)).Select(_ => chance.Next(1, StepsOfARepair))];
            if (Try(scenario, points[chance.Next(points.Length)], repairs)) Interlocked.Increment(ref _twice);
        }
    }

    void Tell()
    {
        var named = The_named_steps.All();
        var missed = named.Except(_crashedAt.Keys, StringComparer.Ordinal).ToArray();
        trial.Tell("named steps, and how many of them somebody was ended at", trial.IsShort ? "" : "all", $"{named.Length}, {named.Length - missed.Length}{(missed is [_, ..] and { Length: < 20 } ? $" (not: {string.Join(", ", missed)})" : "")}");
        trial.Tell("what somebody was at", "", $"{_scenarios} scenarios of {Scenarios.All.Length}, with {_points} places to be ended at");
        trial.Tell("crashes of one process", "", $"{_once}");
        trial.Tell("crashes, and one or two of the repairs that followed", "", $"{_twice}, with {_ended - _once - _missed} processes ended");
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
        End(ground, scenario, "no step");
        return steps;
    }

    bool Try(Scenario scenario, string step, params int[] repairs)
    {
        if (IsLate) return false;
        using var ground = new Ground();
        scenario.Prepare(ground);
        scenario.Act(ground, $"-{step}@{Steps(ground)}");
        if (Until.Holds(() => Reached(ground) == step, s_moment)) Count(step);
        else Interlocked.Increment(ref _missed);
        foreach (var number in repairs)
        {
            ground.Age();
            var options = Ground.Dying(string.Create(CultureInfo.InvariantCulture, $"-{number}@{Steps(ground)}"));
            if (ground.Home.MillWith(options, "repair", "--all").ExitCode == 128 + Libc.Kill) Count(Reached(ground)!);
        }
        End(ground, scenario, string.Join(", then repair at step ", [step, .. repairs]));
        return true;
    }

    void End(Ground ground, Scenario scenario, string where)
    {
        for (var time = 0; time < 2; time++)
        {
            ground.Age();
            ground.Repair();
            if (time == 0) scenario.Then(ground);
            ground.Settle();
        }
        foreach (var fault in ground.Faults(scenario)) trial.Fault($"{scenario}, ended at {where}: {fault}");
        foreach (var outcome in ground.Outcomes()) _outcomes.AddOrUpdate(outcome, 1, static (_, times) => times + 1);
    }

    void Count(string step)
    {
        Interlocked.Increment(ref _ended);
        _crashedAt[step[..step.LastIndexOf(':')]] = 1;
    }

    bool IsLate => (trial.Limit ?? (trial.IsShort ? s_short : null)) is { } limit && trial.Elapsed > limit;

    void InParallel<T>(IEnumerable<T> all, Action<CrashPart, T> act) =>
        Parallel.ForEach(all, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, one =>
        {
            if (IsLate) return;
            try { act(this, one); }
            catch (Exception e) when (e is not OutOfMemoryException) { trial.Fault($"{one}: {e.Message}"); }
        });

    static string Steps(Ground ground) => Path.Combine(ground.Home.Root, "steps");

    static string? Reached(Ground ground) => File.Exists(Steps(ground)) ? File.ReadLines(Steps(ground)).LastOrDefault() : null;
}
