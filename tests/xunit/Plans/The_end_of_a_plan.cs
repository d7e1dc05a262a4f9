using Mill.Plans;
using Mill.Runs;

namespace Mill.Tests.Plans;

/// <summary>What the ends of tasks make of their run.</summary>
public sealed class The_end_of_a_plan
{
    static readonly DateTimeOffset s_now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    static TaskEnd Ok(string name) => new(name, TaskState.Complete, false, Reason.Exit, null, 0, null);
    static TaskEnd Bad(string name, int code = 1) => new(name, TaskState.Failed, false, Reason.Exit, $"exit code {code}", code, null);
    static TaskEnd Skipped(string name) => new(name, TaskState.Skipped, false, Reason.DependencyFailed, null, null, null);

    static (RunStatus, string, int?, string?)? Of(params TaskEnd[] tasks) =>
        PlanEnd.Of(tasks, s_now) is { } end ? (end.Status, end.Reason.Text, end.ExitCode, end.Message) : null;

    [Fact]
    public void is_none_while_a_task_is_open() =>
        Assert.Null(Of(Ok("a"), new TaskEnd("b", TaskState.Retrying, false, null, null, null, null)));

    [Fact]
    public void is_good_when_every_task_ended_well() => Assert.Equal((RunStatus.Complete, "exit", 0, null), Of(Ok("a"), Ok("b")));

    [Fact]
    public void tells_which_tasks_failed_and_how_many_never_began() => Assert.Equal(
        (RunStatus.Failed, "exit", 3, "2 of 4 tasks failed: b (exit code 3), d (exit code 1); 1 never began"), Of(Ok("a"), Bad("b", 3), Skipped("c"), Bad("d")));

    [Fact]
    public void is_good_in_spite_of_a_failure_that_is_allowed_and_tells_it() => Assert.Equal(
        (RunStatus.Complete, "exit", 0, "b (exit code 1) failed, and may"), Of(Ok("a"), Bad("b") with { AllowFailure = true }));

    [Fact]
    public void C82_is_a_dead_letter_where_every_attempt_was_used() => Assert.Equal(
        (RunStatus.Failed, "dead-letter", 1, "1 of 2 tasks failed: b (exit code 1, given up after 3 attempts)"), Of(Ok("a"), Bad("b") with { GivenUpAfter = 3 }));

    [Fact]
    public void of_one_command_is_that_commands_own()
    {
        Assert.Equal((RunStatus.Complete, "exit", 0, null), Of(Ok("main")));
        Assert.Equal((RunStatus.Failed, "exit", 7, "exit code 7"), Of(Bad("main", 7)));
        Assert.Equal((RunStatus.Failed, "dead-letter", 7, "exit code 7, given up after 2 attempts"), Of(Bad("main", 7) with { GivenUpAfter = 2 }));
    }

    [Fact]
    public void C87_is_bad_where_a_task_was_left_out() => Assert.Equal(
        (RunStatus.Failed, "left-out", null, "no task failed; 1 never began"), Of(Ok("a"), Skipped("b") with { Reason = Reason.LeftOut }));

    [Fact]
    public void names_only_a_few_of_many() => Assert.EndsWith(
        "t4 (exit code 1) and 95 more", Of([.. Enumerable.Range(0, 100).Select(n => Bad($"t{n}"))])!.Value.Item4);
}
