namespace Mill.Tests.Crash;

/// <summary>A repair that is ended in the middle of it.</summary>
public sealed class A_repair_cut_short : IDisposable
{
    readonly Crashes _crashes = new();

    public void Dispose() => _crashes.Dispose();

    [Theory]
    [InlineData("repair.locked")]
    [InlineData("end.result")]
    [InlineData("events.appended")]
    [InlineData("events.synced")]
    [InlineData("end.snapshot")]
    [InlineData("repair.marked")]
    [InlineData("cancel.tree-ended")]
    [InlineData("tidy.cleanup")]
    [InlineData("tidy.pid-file")]
    [InlineData("tidy.unmarked")]
    public void of_a_lost_run_is_finished_by_another(string step)
    {
        var id = _crashes.StartAndLoseWorker();
        _crashes.DieAt(step, "repair", id);

        _crashes.Repair();

        _crashes.IsOver(id, "failed worker-lost");
    }

    [Theory]
    [InlineData("repair.locked")]
    [InlineData("events.appended")]
    [InlineData("events.synced")]
    [InlineData("repair.marked")]
    [InlineData("tidy.unmarked")]
    public void of_a_half_written_end_keeps_that_end(string step)
    {
        var id = _crashes.StartUnderWorkerDyingAt("end.result", "exit 3");
        _crashes.DieAt(step, "repair", "--all");

        _crashes.Repair();

        _crashes.IsOver(id, "failed exit");
    }
}
