using Mill.Runs;

namespace Mill.Tests.Rules;

public sealed class A_status
{
    // Every pair: what each may become.
    [Theory]
    [InlineData(RunStatus.Pending, "Running Failed Cancelled")]
    [InlineData(RunStatus.Running, "Waiting Complete Failed Cancelled")]
    [InlineData(RunStatus.Waiting, "Running Failed Cancelled")]
    [InlineData(RunStatus.Complete, "")]
    [InlineData(RunStatus.Failed, "")]
    [InlineData(RunStatus.Cancelled, "")]
    public void may_become(RunStatus from, string to) =>
        Assert.Equal(to, string.Join(' ', Enum.GetValues<RunStatus>().Where(one => from.MayBecome(one))));

    [Theory]
    [InlineData(RunStatus.Pending), InlineData(RunStatus.Running), InlineData(RunStatus.Waiting)]
    public void C18_that_is_not_terminal_may_fail_and_be_cancelled(RunStatus from)
    {
        Assert.False(from.IsTerminal());
        Assert.True(from.MayBecome(RunStatus.Failed));
        Assert.True(from.MayBecome(RunStatus.Cancelled));
    }

    [Fact]
    public void that_is_terminal_never_changes()
    {
        var ends = Enum.GetValues<RunStatus>().Where(one => one.IsTerminal()).ToArray();
        Assert.Equal([RunStatus.Complete, RunStatus.Failed, RunStatus.Cancelled], ends);
        Assert.DoesNotContain(ends, from => Enum.GetValues<RunStatus>().Any(to => from.MayBecome(to)));
    }

    [Theory]
    [InlineData("Complete", RunStatus.Complete)]
    [InlineData("Failed", RunStatus.Failed)]
    [InlineData("Cancelled", RunStatus.Cancelled)]
    [InlineData("Complete Complete", RunStatus.Complete)]
    [InlineData("Complete Failed", RunStatus.Failed)]
    [InlineData("Failed Complete", RunStatus.Failed)]
    [InlineData("Complete Cancelled", RunStatus.Cancelled)]
    [InlineData("Failed Cancelled", RunStatus.Failed)]
    [InlineData("Cancelled Failed Complete", RunStatus.Failed)]
    [InlineData("Failed Skipped", RunStatus.Failed)]
    [InlineData("Complete Skipped", RunStatus.Failed)]
    [InlineData("Complete Failed? Complete", RunStatus.Complete)]
    [InlineData("Failed? Failed", RunStatus.Failed)]
    [InlineData("Failed? Cancelled", RunStatus.Cancelled)]
    public void C35_of_a_run_follows_from_its_tasks(string tasks, RunStatus status) => Assert.Equal(status, OfTasks(tasks));

    [Theory]
    [InlineData("Pending")]
    [InlineData("Running")]
    [InlineData("Retrying")]
    [InlineData("Complete Pending")]
    [InlineData("Failed Running")]
    [InlineData("Cancelled Complete Retrying")]
    public void C87_of_a_run_with_an_open_task_is_no_end(string tasks) => Assert.Null(OfTasks(tasks));

    static RunStatus? OfTasks(string tasks) =>
        StatusTable.OfTasks(tasks.Split(' ').Select(status => new TaskRecord
        {
            Name = status,
            Status = Enum.Parse<TaskState>(status.TrimEnd('?')),
            AllowFailure = status.EndsWith('?'),
        }));
}
