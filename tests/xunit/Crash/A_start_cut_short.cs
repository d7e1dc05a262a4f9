namespace Mill.Tests.Crash;

/// <summary>A launcher that is ended in the middle of a start.</summary>
public sealed class A_start_cut_short : IDisposable
{
    readonly Crashes _crashes = new();

    public void Dispose() => _crashes.Dispose();

    [Theory]
    [InlineData("start.marked")]
    public void before_there_is_a_folder_leaves_no_run(string step)
    {
        Start(step);
        _crashes.Home.Mill("repair", "--all").Expect(0);
        Assert.Single(_crashes.Marked()); // Somebody may be about to make the folder.

        _crashes.Age();
        _crashes.Home.Mill("repair", "--all").Expect(0);
        _crashes.Repair();

        Assert.Empty(_crashes.Marked());
        Assert.Empty(_crashes.Ids());
    }

    [Theory]
    [InlineData("start.folder")]
    [InlineData("start.life-lock")]
    [InlineData("events.appended")]
    [InlineData("events.synced")]
    [InlineData("start.first-event")]
    [InlineData("start.worker-launched")]
    public void before_the_worker_has_its_orders_is_an_early_exit(string step)
    {
        Start(step);
        _crashes.Settle();
        _crashes.Age();

        _crashes.Repair();

        _crashes.IsOver(Assert.Single(_crashes.Ids()), "failed early-exit");
        Assert.False(File.Exists(Path.Combine(_crashes.Home.Work, "ran")));
    }

    [Theory]
    [InlineData("start.orders-sent")]
    public void after_the_worker_has_its_orders_changes_nothing_about_the_run(string step)
    {
        Start(step);
        _crashes.Settle();

        _crashes.IsOver(Assert.Single(_crashes.Ids()), "complete exit");
        _crashes.Repair();
        Assert.True(File.Exists(Path.Combine(_crashes.Home.Work, "ran")));
    }

    void Start(string step) => _crashes.DieAt(step, "start", "--", "touch", "ran");
}
