using Mill.Resume;
using Mill.Runs;

namespace Mill.Tests.Plans;

/// <summary>What a resume does with each task.</summary>
public sealed class A_continuation
{
    // a complete, b failed (after a), c skipped (after b), d complete with an output, e failed and may, f interrupted
    static readonly RunRecord s_record = new()
    {
        Id = "20300102-030405-abcd",
        Spec = RunSpec.Unknown with
        {
            Plan = new RunPlan
            {
                Tasks = [Spec("a"), Spec("b", "a"), Spec("c", "b"), Spec("d") with { Outputs = ["/out/d"] }, Spec("e") with { AllowFailure = true }, Spec("f", "d")],
            },
        },
        Tasks =
        [
            Task("a", TaskState.Complete), Task("b", TaskState.Failed), Task("c", TaskState.Skipped, Reason.DependencyFailed), Task("d", TaskState.Complete),
            Task("e", TaskState.Failed) with { AllowFailure = true }, Task("f", TaskState.Failed, Reason.WorkerLost),
        ],
    };

    static TaskSpec Spec(string name, params string[] after) => new() { Name = name, Command = "x", After = after };

    static TaskRecord Task(string name, TaskState state, Reason? reason = null) => new() { Name = name, Status = state, Reason = reason ?? Reason.Exit };

    static string Of(string[] tasks, string? from, bool isThere = true)
    {
        var told = Continuation.Of(s_record, tasks, from, _ => isThere);
        return $"kept {string.Concat(told.Kept)} again {string.Concat(told.Again)} anew {string.Concat(told.Anew)} left {string.Concat(told.LeftOut)}";
    }

    [Fact]
    public void C84_keeps_what_has_finished_and_counts_on_where_it_was_interrupted() => Assert.Equal("kept ade again bcf anew bc left ", Of([], null));

    [Fact]
    public void runs_again_what_was_interrupted_though_it_may_fail()
    {
        var record = s_record with { Tasks = [.. s_record.Tasks.Select(task => task.Name == "e" ? task with { Reason = Reason.WorkerLost } : task)] };
        Assert.Contains("e", Continuation.Of(record, [], null, _ => true).Again);
    }

    [Fact]
    public void runs_again_what_has_finished_and_whose_output_is_missing() => Assert.Equal("kept ae again bcdf anew bcd left ", Of([], null, isThere: false));

    [Fact]
    public void from_a_task_on_takes_all_that_wait_for_it() => Assert.Equal("kept de again abcf anew abc left ", Of([], "a"));

    [Fact]
    public void of_single_tasks_leaves_the_others_out() => Assert.Equal("kept ade again f anew  left bc", Of(["f"], null));

    [Fact]
    public void of_a_task_and_whom_it_waits_for_runs_both() => Assert.Equal("kept ade again bc anew bc left f", Of(["c", "b"], null));

    [Theory]
    [InlineData("c", "b", true)]
    [InlineData("f", "d", false)]
    public void of_a_task_that_waits_for_one_left_out_is_refused(string task, string other, bool isThere)
    {
        var refused = Assert.Throws<MillException>(() => Of([task], null, isThere));
        Assert.Equal(MillError.BadValue, refused.Code);
        Assert.Contains($"'{task}' waits for '{other}', which has not finished; name it too, or try: mill resume 20300102-030405-abcd --from {other}", refused.Message);
    }

    [Fact]
    public void of_a_task_that_had_finished_runs_it_again() => Assert.Equal("kept de again a anew a left bcf", Of(["a"], null));

    [Theory]
    [InlineData("x", null)]
    [InlineData("a", "x")]
    public void of_a_task_that_is_not_there_is_refused(string task, string? from)
    {
        var refused = Assert.Throws<MillException>(() => Of([task], from));
        Assert.Contains("has no task 'x'", refused.Message);
    }
}
