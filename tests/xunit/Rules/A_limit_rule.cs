using Mill.Runs;
using Mill.Supervise;

namespace Mill.Tests.Rules;

public sealed class A_limit_rule
{
    const long MiB = 1 << 20;
    static readonly RunSpec s_free = new() { Command = "x", Path = "/x", WorkingDirectory = "/" };

    static Limits Of(RunSpec spec, Deadline? deadline = null) => new(spec.Tasks[0], spec.OutputLimitBytes, deadline);

    static Limits Timeout(long ms, RunSpec? spec = null) => Of((spec ?? s_free) with { TimeoutMs = ms }, new Deadline("boot", 10_000 + ms));

    static Reason? Met(Limits limits, long now = 10_000, long lastActivity = 10_000, bool waits = false, long written = 0, long? memory = null) =>
        limits.Met(now, lastActivity, waits, written, memory)?.Reason;

    [Fact]
    public void without_a_limit_is_never_met()
    {
        var free = Of(s_free);
        Assert.Null(Met(free, now: long.MaxValue, written: long.MaxValue, memory: long.MaxValue));
        Assert.Null(free.NextBootMs(10_000));
    }

    [Fact]
    public void of_time_is_met_at_the_deadline()
    {
        Assert.Null(Met(Timeout(5_000), now: 14_999));
        Assert.Equal(Reason.Timeout, Met(Timeout(5_000), now: 15_000));
    }

    [Fact]
    public void of_silence_counts_from_the_last_output()
    {
        var limits = Of(s_free with { IdleTimeoutMs = 3_000 });
        Assert.Null(Met(limits, now: 22_999, lastActivity: 20_000));
        Assert.Equal(Reason.IdleTimeout, Met(limits, now: 23_000, lastActivity: 20_000));
        Assert.Null(Met(limits, now: 99_000, lastActivity: 20_000, waits: true));
    }

    [Fact]
    public void of_memory_is_met_above_it_and_not_by_a_figure_that_nobody_has()
    {
        var limits = Of(s_free with { MemoryLimitBytes = 64 * MiB });
        Assert.Null(Met(limits, memory: 64 * MiB));
        Assert.Null(Met(limits, memory: null));
        Assert.Equal(Reason.MemoryLimit, Met(limits, memory: 64 * MiB + 1));
    }

    [Fact]
    public void of_output_is_met_above_it()
    {
        var limits = Of(s_free with { OutputLimitBytes = 100 });
        Assert.Null(Met(limits, written: 100));
        Assert.Equal(Reason.OutputLimit, Met(limits, written: 101));
    }

    [Fact]
    public void met_together_with_others_is_told_in_a_fixed_order()
    {
        var all = Timeout(1_000, s_free with { IdleTimeoutMs = 1_000, MemoryLimitBytes = 1, OutputLimitBytes = 1 });
        Assert.Equal(Reason.Timeout, Met(all, now: 11_000, written: 2, memory: 2));
        Assert.Equal(Reason.IdleTimeout, Met(all with { Deadline = null }, now: 11_000, written: 2, memory: 2));
        Assert.Equal(Reason.MemoryLimit, Met(all, written: 2, memory: 2));
        Assert.Equal(Reason.OutputLimit, Met(all, written: 2));
    }

    [Fact]
    public void is_said_in_words()
    {
        Assert.Equal("it took longer than 1m 30s", Timeout(90_000).Met(200_000, 0, false, 0, null)?.Message);
        Assert.Equal("it took 65 MiB of memory; 64 MiB were allowed",
            Of(s_free with { MemoryLimitBytes = 64 * MiB }).Met(0, 0, false, 0, 65 * MiB)?.Message);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(5_000L, null, 15_000L)]
    [InlineData(null, 2_000L, 14_000L)]
    [InlineData(5_000L, 2_000L, 14_000L)]
    [InlineData(1_000L, 2_000L, 11_000L)]
    public void can_be_met_next_by_the_clock_at_the_nearer_of_two(long? timeout, long? idle, long? next)
    {
        var spec = s_free with { TimeoutMs = timeout, IdleTimeoutMs = idle };
        Assert.Equal(next, Of(spec, timeout is { } ms ? new Deadline("boot", 10_000 + ms) : null).NextBootMs(12_000));
    }
}
