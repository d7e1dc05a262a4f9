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
    [InlineData("tidy.files")]
    [InlineData("file.staged:1")]
    [InlineData("file.staged:2")]
    [InlineData("file.staged:3")]
    [InlineData("file.staged:4")]
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

    [Theory]
    [InlineData("events.put-aside")]
    [InlineData("events.appended")]
    [InlineData("events.synced")]
    [InlineData("file.staged")]
    public void of_a_damaged_log_tells_it_again(string step)
    {
        var id = _crashes.EndedWith(3);
        File.WriteAllText(_crashes.Home.FileOf(id, "events.ndjson"), "nothing of an event\n");
        _crashes.DieAt(step, "repair", "--all");

        _crashes.Repair();

        _crashes.IsOver(id, "failed exit");
    }

    [Theory]
    [InlineData("snapshot.put-aside")]
    [InlineData("file.staged")]
    public void of_a_damaged_snapshot_makes_it_again(string step)
    {
        var id = _crashes.EndedWith(3);
        File.WriteAllText(_crashes.Home.FileOf(id, "run.json"), "{");
        _crashes.DieAt(step, "repair", "--all");

        _crashes.Repair();

        _crashes.IsOver(id, "failed exit");
    }

    [Theory]
    [InlineData("events.synced", "repair.locked")]
    [InlineData("end.result", "events.appended")]
    [InlineData("repair.marked", "cancel.tree-ended")]
    [InlineData("tidy.files", "tidy.files")]
    [InlineData("tidy.pid-file", "events.synced")]
    public void twice_in_a_row_is_finished_by_the_third(string step, string next)
    {
        var id = _crashes.StartAndLoseWorker();
        _crashes.DieAt(step, "repair", id);
        _crashes.DieAt(next, "repair", "--all");

        _crashes.Repair();

        _crashes.IsOver(id, "failed worker-lost");
    }
}
