using Mill.Plans;
using Mill.Runs;

namespace Mill.Tests.Plans;

/// <summary>Whether, and after which pause, something is tried again.</summary>
public sealed class A_retry
{
    static readonly RetryPolicy s_three = new() { Attempts = 3, DelayMs = 1_000, Factor = 3 };

    static double? Pause(RetryPolicy? policy, int tries, Reason? reason = null, int? exitCode = 1, string? signal = null, double chance = 0) =>
        Retries.Pause(policy, tries, reason ?? Reason.Exit, exitCode, signal, chance)?.TotalMilliseconds;

    [Fact]
    public void C81_is_never_without_a_policy() => Assert.Null(Pause(null, 1));

    [Fact]
    public void C82_is_as_often_as_the_policy_says_with_growing_pauses() =>
        Assert.Equal([1_000.0, 3_000.0, null], new[] { 1, 2, 3 }.Select(tries => Pause(s_three, tries)));

    [Fact]
    public void pauses_no_longer_than_the_longest() =>
        Assert.Equal(5_000, Pause(s_three with { Attempts = 1_000, MaxDelayMs = 5_000, Jitter = 1 }, 900, chance: 1));

    [Fact]
    public void pauses_a_little_longer_by_chance() =>
        Assert.Equal([1_000.0, 1_250.0, 1_500.0], new[] { 0, 0.5, 1 }.Select(chance => Pause(s_three with { Jitter = 0.5 }, 1, chance: chance)));

    [Theory]
    [InlineData("75", "exit", 75, null, true)]
    [InlineData("75", "exit", 1, null, false)]
    [InlineData("SIGKILL", "signal", 137, "SIGKILL", true)]
    [InlineData("SIGKILL", "signal", 143, "SIGTERM", false)]
    [InlineData("137", "signal", 137, "SIGKILL", false)]
    [InlineData("timeout", "timeout", 143, "SIGTERM", true)]
    [InlineData("timeout", "exit", 1, null, false)]
    [InlineData("exit", "exit", 9, null, true)]
    [InlineData("75 timeout", "timeout", null, null, true)]
    [InlineData("", "memory-limit", null, null, true)]
    public void is_after_the_ends_that_the_policy_names(string on, string reason, int? exitCode, string? signal, bool again) =>
        Assert.Equal(again, Pause(s_three with { On = on.Split(' ', StringSplitOptions.RemoveEmptyEntries) }, 1, new Reason(reason), exitCode, signal) is not null);

    [Theory]
    [InlineData("0", true)]
    [InlineData("255", true)]
    [InlineData("256", false)]
    [InlineData("-1", false)]
    [InlineData("SIGTERM", true)]
    [InlineData("TERM", false)]
    [InlineData("timeout", true)]
    [InlineData("tiemout", false)]
    [InlineData("", false)]
    public void can_only_be_after_something_that_can_be_an_end(string word, bool isEnd) => Assert.Equal(isEnd, Retries.IsEnd(word));

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(3, 2, false)]
    [InlineData(3, 3, true)]
    public void is_given_up_once_every_attempt_was_used(int attempts, int tries, bool isGivenUp) =>
        Assert.Equal(isGivenUp, Retries.IsGivenUp(new RetryPolicy { Attempts = attempts }, tries));
}
