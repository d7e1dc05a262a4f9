using Mill.Retention;
using Mill.Runs;
using Xunit;

namespace Mill.Tests.Retention;

public sealed class What_is_kept
{
    const long MiB = 1 << 20;
    static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    static readonly RetentionLimits s_default = new();

    static EndedRun Run(string id, double hoursAgo, RunStatus status = RunStatus.Complete, long logBytes = MiB) =>
        new(id, status, s_now.AddHours(-hoursAgo), logBytes);

    static IEnumerable<string> Decide(RetentionLimits limits, params EndedRun[] runs) =>
        RetentionRules.Decide(runs, limits, s_now).Select(one => $"{one.What} {one.Id} {one.Bytes}");

    [Theory]
    [InlineData(RunStatus.Complete, 23.999, false)]
    [InlineData(RunStatus.Complete, 24, true)]
    [InlineData(RunStatus.Cancelled, 23.999, false)]
    [InlineData(RunStatus.Cancelled, 24, true)]
    [InlineData(RunStatus.Failed, 24, false)]
    [InlineData(RunStatus.Failed, (7 * 24) - 0.001, false)]
    [InlineData(RunStatus.Failed, 7 * 24, true)]
    [InlineData(RunStatus.Running, 10_000, false)]
    [InlineData(RunStatus.Pending, 10_000, false)]
    [InlineData(RunStatus.Waiting, 10_000, false)]
    [InlineData(RunStatus.Complete, -1, false)]
    [InlineData(RunStatus.Failed, -10_000, false)]
    public void C94_of_logs_is_a_matter_of_age_and_of_how_the_run_ended(RunStatus status, double hoursAgo, bool goes) =>
        Assert.Equal(goes ? [$"logs a {MiB}"] : [], Decide(s_default, Run("a", hoursAgo, status)));

    [Fact]
    public void of_logs_that_take_no_room_is_no_matter() => Assert.Empty(Decide(s_default, Run("a", 100, logBytes: 0)));

    [Fact]
    public void C94_of_logs_is_at_most_so_much_and_the_oldest_go_first()
    {
        EndedRun[] runs = [Run("b", 2, RunStatus.Failed, 200 * MiB), Run("c", 1, logBytes: 300 * MiB), Run("a", 3, logBytes: 13 * MiB)];
        Assert.Equal([$"logs a {13 * MiB}"], Decide(s_default, runs));
        Assert.Equal([$"logs a {13 * MiB}", $"logs b {200 * MiB}"], Decide(s_default with { LogBytes = 499 * MiB }, runs));
        Assert.Empty(Decide(s_default with { LogBytes = 513 * MiB }, runs));
    }

    [Fact]
    public void is_not_less_because_of_logs_that_go_by_their_age() =>
        Assert.Equal([$"logs old {400 * MiB}"],
            Decide(s_default, Run("old", 25, logBytes: 400 * MiB), Run("failed", 48, RunStatus.Failed, 400 * MiB)));

    [Fact]
    public void after_the_clock_was_set_back_is_everything_from_the_future() =>
        Assert.Equal(["run past 0"],
            Decide(new() { LogBytes = 0, Runs = TimeSpan.FromHours(1), Keep = 1 }, Run("future", -1), Run("later", -2), Run("past", 1)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(48, 48)]
    public void of_logs_can_be_said_in_hours(int limit, int age)
    {
        var limits = s_default with { Logs = TimeSpan.FromHours(limit) };
        Assert.Single(Decide(limits, Run("a", age)));
        Assert.Empty(Decide(limits, Run("a", age - 0.01)));
        Assert.Empty(Decide(limits, Run("a", age, RunStatus.Failed)));
    }

    [Theory]
    [InlineData(23.9, false)]
    [InlineData(24, true)]
    public void of_runs_is_for_ever_unless_an_age_is_said(double hoursAgo, bool goes)
    {
        var run = Run("a", hoursAgo, RunStatus.Failed);
        Assert.Empty(Decide(s_default, run));
        Assert.Equal(goes ? ["run a 0"] : [], Decide(s_default with { Runs = TimeSpan.FromDays(1) }, run));
    }

    [Fact]
    public void of_runs_are_the_newest_when_a_number_is_said()
    {
        EndedRun[] runs = [Run("c", 1), Run("a", 1), Run("b", 1), Run("z", 5), Run("y", 10_000, RunStatus.Running)];
        Assert.Equal(["run z 0", "run a 0"], Decide(s_default with { Keep = 2 }, runs));
        Assert.Equal(4, Decide(s_default with { Keep = 0 }, runs).Count());
        Assert.Empty(Decide(s_default with { Keep = 4 }, runs));
    }

    [Fact]
    public void of_runs_is_also_one_that_another_waits_for_though_not_its_logs()
    {
        EndedRun[] runs = [Run("c", 25), Run("b", 26) with { IsAwaited = true }, Run("a", 27)];
        Assert.Equal(["run a 0", "run c 0", $"logs b {MiB}"], Decide(s_default with { Runs = TimeSpan.FromHours(1) }, runs));
        Assert.Equal(["run a 0", $"logs b {MiB}", $"logs c {MiB}"], Decide(s_default with { Keep = 1 }, runs));
    }

    [Fact]
    public void has_a_reason_in_words() => Assert.Equal(
        ["runs are kept for 2 days", "logs are kept for 24 hours", "logs may take 10 bytes in all"],
        RetentionRules.Decide([Run("a", 49), Run("b", 25), Run("c", 1)],
            s_default with { Runs = TimeSpan.FromDays(2), LogBytes = 10 }, s_now).Select(one => one.Why));

    [Theory]
    [InlineData(null, true)]
    [InlineData(9.99, false)]
    [InlineData(10.0, true)]
    [InlineData(-5.0, true)]
    public void is_looked_at_every_ten_minutes(double? minutesAgo, bool due) =>
        Assert.Equal(due, RetentionRules.IsDue(minutesAgo is { } ago ? s_now.AddMinutes(-ago) : null, s_now));
}
