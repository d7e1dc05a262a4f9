using Mill.Platform;
using Mill.Runs;
using Mill.Supervise;

namespace Mill.Tests.Rules;

public sealed class A_spawn_outcome
{
    static readonly (Reason, string) s_timeout = (Reason.Timeout, "it took longer than 1s");

    static Happening.Exited With(int code) => new(7, code, null, null, false);
    static Happening.Exited By(string signal, int number) => new(7, null, signal, number, false);

    static string Of(Happening.Exited? exit, (Reason, string)? limit = null, bool outOfMemory = false)
    {
        var outcome = SpawnOutcome.Of(exit, limit, outOfMemory);
        return $"{outcome.Status} {outcome.Reason} {outcome.ExitCode} {outcome.Signal}".TrimEnd();
    }

    [Fact]
    public void of_exit_0_is_complete() => Assert.Equal("Complete exit 0", Of(With(0)));

    [Theory]
    [InlineData(1), InlineData(3), InlineData(137), InlineData(255)]
    public void C80_of_any_other_exit_is_failed_with_that_code(int code) => Assert.Equal($"Failed exit {code}", Of(With(code)));

    [Theory]
    [InlineData("SIGKILL", 9, 137), InlineData("SIGSEGV", 11, 139), InlineData("SIGTERM", 15, 143)]
    public void of_a_signal_is_128_and_its_number(string signal, int number, int code) =>
        Assert.Equal($"Failed signal {code} {signal}", Of(By(signal, number)));

    [Fact]
    public void C29_of_a_limit_that_was_met_is_that_limit_however_the_process_took_it()
    {
        Assert.Equal("Failed timeout 143 SIGTERM", Of(By("SIGTERM", 15), s_timeout));
        Assert.Equal("Failed timeout 0", Of(With(0), s_timeout));
        Assert.Equal("Failed timeout 137 SIGKILL", Of(By("SIGKILL", 9), s_timeout, outOfMemory: true));
        Assert.Equal("Failed timeout", Of(null, s_timeout));
    }

    [Fact]
    public void C27_of_a_kernel_that_ran_out_of_memory_is_the_memory_limit_and_no_mere_signal() =>
        Assert.Equal("Failed memory-limit 137 SIGKILL", Of(By("SIGKILL", 9), outOfMemory: true));

    [Fact]
    public void of_an_end_that_nobody_saw_is_the_workers_fault() => Assert.Equal("Failed worker-fault", Of(null));
}
