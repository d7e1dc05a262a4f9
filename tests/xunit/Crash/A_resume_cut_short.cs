namespace Mill.Tests.Crash;

/// <summary>A resume whose caller is ended in the middle of it.</summary>
public sealed class A_resume_cut_short : IDisposable
{
    readonly Crashes _crashes = new();

    public void Dispose() => _crashes.Dispose();

    [Theory]
    [InlineData("resume.marked")]
    [InlineData("file.staged")]
    public void before_its_commit_point_has_not_happened(string step)
    {
        var id = Cut(step);

        Assert.Empty(_crashes.Home.Events(id, "run:resumed"));
        _crashes.IsOver(id, "failed exit");
        Assert.Equal(1, _crashes.Home.Get(id).Number("generation"));
    }

    [Theory]
    [InlineData("events.appended", "failed early-exit")]
    [InlineData("events.synced", "failed early-exit")]
    [InlineData("resume.committed", "failed early-exit")]
    [InlineData("file.staged:2", "failed early-exit")]
    [InlineData("generation.moving:1", "failed early-exit")]
    [InlineData("generation.moving:2", "failed early-exit")]
    [InlineData("generation.moving:3", "failed early-exit")]
    [InlineData("resume.moved", "failed early-exit")]
    [InlineData("start.worker-launched", "failed early-exit")]
    [InlineData("start.orders-sent", "complete exit")]
    public void after_its_commit_point_ends_the_next_generation_once(string step, string outcome)
    {
        var id = Cut(step);

        Assert.Single(_crashes.Home.Events(id, "run:resumed"));
        _crashes.IsOver(id, outcome);
        Assert.Equal(2, _crashes.Home.Get(id).Number("generation"));
        Assert.Equal("failed", _crashes.Home.Read(id, "generations/1/result.json").Text("status"));
        Assert.Equal("3\n", _crashes.Home.Text(id, "generations/1/exit_code"));
        Assert.Equal(1, _crashes.Home.Read(id, "generations/1/cleanup.json").Number("generation"));
        Assert.Equal(outcome.StartsWith("complete", StringComparison.Ordinal) ? "0\n" : "", _crashes.Home.Text(id, "exit_code"));
    }

    [Fact]
    public void can_be_resumed_again()
    {
        var id = Cut("resume.committed");
        _crashes.Home.Mill("resume", id).Expect(0);

        Assert.Equal("complete", _crashes.Home.Ended(id).Text("status"));
        _crashes.IsOver(id, "complete exit");
        Assert.Equal((3L, 2L), (_crashes.Home.Get(id).Number("generation"), _crashes.Home.Get(id).Number("tasks.0.attempts")));
    }

    string Cut(string step)
    {
        var id = _crashes.Home.StartScript("[ -e again ] && exit 0; touch again; exit 3");
        _crashes.Home.Ended(id);
        _crashes.Settle();
        _crashes.DieAt(step, "resume", id);
        _crashes.Settle();
        _crashes.Repair();
        return id;
    }
}
