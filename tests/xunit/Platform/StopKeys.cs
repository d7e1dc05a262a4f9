using Mill.Platform;

namespace Mill.Tests.Platform;

/// <summary>Holding the stop keys off, as the system shows it.</summary>
public sealed class Stop_keys_on_Linux
{
    const ulong InterruptQuitAndStop = 1UL << 1 | 1UL << 2 | 1UL << 19;

    [Fact]
    public void Are_ignored_until_the_last_hold_is_given_up()
    {
        var before = Ignored();
        var first = Current.Platform.HoldStopKeys();
        using (Current.Platform.HoldStopKeys()) Assert.Equal(InterruptQuitAndStop, Ignored() & InterruptQuitAndStop);
        Assert.Equal(InterruptQuitAndStop, Ignored() & InterruptQuitAndStop);
        first.Dispose();
        first.Dispose();
        Assert.Equal(before, Ignored());
    }

    static ulong Ignored() => Convert.ToUInt64(ProcFs.Status(Environment.ProcessId, "SigIgn"), 16);
}
