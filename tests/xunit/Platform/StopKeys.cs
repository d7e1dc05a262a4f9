namespace Mill.Tests.Platform;

/// <summary>Holding the stop keys off, in a process of its own.</summary>
public sealed class Stop_keys_on_Linux
{
    [Fact]
    public void Do_nothing_while_held_and_their_work_afterwards()
    {
        using var holder = Programs.Start(Places.Dummy, ["hold-keys"], new RunOptions());
        var told = holder.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.True(holder.WaitForExit(30_000));
        Assert.Equal(["held, and a program ignores 0", "released"], told);
        Assert.Equal(128 + 2, holder.ExitCode);
    }

    [Fact]
    public void Are_heard_all_the_same_where_they_were_taken_over()
    {
        var told = Programs.Run(Places.Dummy, ["hear-keys"], new RunOptions()).Expect(0);

        Assert.Equal("heard\n", told.Out);
    }
}
