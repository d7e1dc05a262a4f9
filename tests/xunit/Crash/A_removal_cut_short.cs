namespace Mill.Tests.Crash;

/// <summary>A removal that is ended in the middle of it.</summary>
public sealed class A_removal_cut_short : IDisposable
{
    readonly Crashes _crashes = new();

    public void Dispose() => _crashes.Dispose();

    [Theory]
    [InlineData("remove.renamed")]
    [InlineData("remove.unmarked")]
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

    [Theory]
    [InlineData("sweep.log-removed", "logs")]
    [InlineData("remove.renamed", "runs")]
    [InlineData("remove.unmarked:2", "runs")]
    [InlineData("copy.taken-out", "copies")]
    public void of_many_is_gone_on_with_by_the_next_sweep(string step, string what)
    {
        for (var number = 0; number < 3; number++) _crashes.EndedWith(0);
        foreach (var name in new[] { "0.0.1-old", "0.0.1-new" }) Directory.CreateDirectory(Path.Combine(_crashes.Home.Home, "bin", name));
        _crashes.Age();
        string[] line = what == "runs" ? ["sweep", "--keep", "1"] : ["sweep", "--log-retention", "0s"];
        _crashes.DieAt(step, line);

        _crashes.Age();
        _crashes.Home.Mill(line).Expect(0);

        Assert.Equal(what == "runs" ? 1 : 3, Directory.GetFileSystemEntries(Path.Combine(_crashes.Home.Home, "runs")).Length);
        Assert.Single(Directory.GetFileSystemEntries(Path.Combine(_crashes.Home.Home, "bin")));
        if (what == "logs") Assert.All(_crashes.Ids(), id => Assert.Equal(["worker.log"], Directory.GetFiles(_crashes.Home.FileOf(id, "logs")).Select(Path.GetFileName)));
        Assert.All(_crashes.Ids(), id => _crashes.IsOver(id, "complete exit"));
    }
}
