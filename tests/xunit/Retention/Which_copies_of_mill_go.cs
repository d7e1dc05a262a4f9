using Mill.Retention;

namespace Mill.Tests.Retention;

public sealed class Which_copies_of_mill_go
{
    static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    static KeptCopy Copy(string name, double minutesAgo) => new(name, s_now.AddMinutes(-minutesAgo), 10);

    static string[] Decide(KeptCopy[] copies, params string[] used) => [.. CopyRules.Decide(copies, used.ToHashSet(), s_now).Select(one => $"{one.What} {one.Id}")];

    [Fact]
    public void are_those_that_are_not_the_newest_of_their_version_and_that_nobody_uses() =>
        Assert.Equal(["worker 1.0-a", "worker 2.0-beta.1-c"],
            Decide([Copy("1.0-a", 30), Copy("1.0-b", 20), Copy("2.0-beta.1-c", 99), Copy("2.0-beta.1-d", 98), Copy("2.0-e", 100)]));

    [Fact]
    public void are_none_that_an_active_run_uses() => Assert.Equal(["worker 1.0-b"], Decide([Copy("1.0-a", 40), Copy("1.0-b", 30), Copy("1.0-c", 20)], "1.0-a"));

    [Fact]
    public void are_none_that_somebody_may_be_about_to_run() => Assert.Empty(Decide([Copy("1.0-a", 9), Copy("1.0-b", 8), Copy(".stage-1", 9)]));

    [Fact]
    public void is_also_what_was_left_half_made() => Assert.Equal(["leftover .stage-1"], Decide([Copy("1.0-a", 40), Copy(".stage-1", 11)]));
}
