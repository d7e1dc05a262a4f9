namespace Mill.Tests.Crash;

/// <summary>A removal that is ended in the middle of it.</summary>
public sealed class A_removal_cut_short : IDisposable
{
    readonly Crashes _crashes = new();

    public void Dispose() => _crashes.Dispose();

    [Theory]
    [InlineData("remove.renamed")]
    public void has_removed_the_run_and_the_next_sweep_takes_the_rest(string step)
    {
        var id = _crashes.Home.StartScript("exit 0");
        _crashes.Home.Ended(id);
        _crashes.Settle();
        _crashes.DieAt(step, "rm", id);

        _crashes.Home.Mill("get", id, "--json").Refuses(MillError.RunNotFound, id);
        Assert.Empty(_crashes.Home.Mill("ls", "--json").Expect(0).Json.EnumerateArray());
        _crashes.Repair();
        _crashes.Home.Mill("sweep").Expect(0);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_crashes.Home.Home, "runs")));
    }
}
