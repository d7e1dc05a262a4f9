using FsCheck;
using FsCheck.Fluent;
using Mill.Plans;
using Mill.Retention;
using Mill.Runs;

namespace Mill.Tests.Properties;

/// <summary>Retries and retention, whatever was asked for.</summary>
public sealed class Any_rule
{
    static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    static readonly Arbitrary<RetryPolicy> s_policies = Chance.Three(Gen.Choose(1, 30), Gen.Choose(0, 100_000), Gen.Choose(0, 1_000_000)).Generator.Zip(Gen.Choose(10, 1_000).Zip(Gen.Choose(0, 100)))
        .Select(all => new RetryPolicy { Attempts = all.Item1.Item1, DelayMs = all.Item1.Item2, MaxDelayMs = all.Item1.Item3, Factor = all.Item2.Item1 / 10.0, Jitter = all.Item2.Item2 / 100.0 }).ToArbitrary();

    static readonly Arbitrary<EndedRun[]> s_runs = Chance.Three(Gen.Choose(0, 5), Gen.Choose(-100, 10_000), Gen.Choose(0, 1_000)).Generator
        .Select(one => ((RunStatus)one.Item1, s_now.AddMinutes(-one.Item2), (long)one.Item3)).ListOf()
        .Select(all => all.Select((one, place) => new EndedRun($"{place:D4}", one.Item1, one.Item2, one.Item3)).ToArray()).ToArbitrary();

    [Fact]
    public void for_retries_pauses_longer_each_time_never_beyond_the_longest_and_ends_with_the_attempts() => Chance.Holds(s_policies, policy =>
    {
        var last = TimeSpan.Zero;
        for (var tries = 1; tries <= policy.Attempts + 1; tries++)
        {
            var least = Retries.Pause(policy, tries, Reason.Exit, 1, null, chance: 0);
            Assert.Equal(tries < policy.Attempts, least is not null);
            Assert.Equal(policy.Attempts > 1 && tries >= policy.Attempts, Retries.IsGivenUp(policy, tries));
            if (least is not { } pause) continue;
            Assert.InRange(pause, last, TimeSpan.FromMilliseconds(policy.MaxDelayMs));
            Assert.InRange(Retries.Pause(policy, tries, Reason.Exit, 1, null, chance: 1)!.Value, pause, TimeSpan.FromMilliseconds(policy.MaxDelayMs));
            last = pause;
        }
    });

    [Fact]
    public void for_what_is_kept_takes_only_what_is_over_and_past_and_nothing_twice() => Chance.Holds(Chance.Three(s_runs.Generator, Gen.Choose(0, 20), Gen.Choose(0, 5_000)), all =>
    {
        var (runs, keep, bytes) = all;
        var limits = new RetentionLimits { Keep = keep, LogBytes = bytes };
        var gone = RetentionRules.Decide(runs, limits, s_now);
        var byId = runs.ToDictionary(run => run.Id);

        Assert.Equal(gone.Count, gone.Select(one => one.Id).Distinct().Count());
        Assert.All(gone, one => Assert.True(byId[one.Id] is { Status: >= RunStatus.Complete } run && run.EndedAt <= s_now));
        var (whole, logs) = (gone.Where(one => one.What == "run").Select(one => one.Id).ToHashSet(), gone.Where(one => one.What == "logs").Select(one => one.Id).ToHashSet());
        EndedRun[] left = [.. runs.Where(run => !whole.Contains(run.Id)).Select(run => logs.Contains(run.Id) ? run with { LogBytes = 0 } : run)];
        Assert.InRange(left.Count(run => run.Status.IsTerminal() && run.EndedAt <= s_now), 0, keep);
        Assert.True(left.Where(run => run.Status.IsTerminal()).Sum(run => run.LogBytes) is var sum && (sum <= bytes || left.All(run => run.LogBytes == 0 || run.EndedAt > s_now || !run.Status.IsTerminal())));
        Assert.Empty(RetentionRules.Decide(left, limits, s_now));
    });
}
