using Mill.Plans;
using Mill.Runs;

namespace Mill.Tests.Plans;

/// <summary>Who of a plan may begin, and what the end of one means for the others.</summary>
public sealed class A_course
{
    static TaskSpec Task(string name, params string[] after) => new() { Name = name, Command = "x", After = after };

    static Course Of(RunPlan plan) => new(plan, [.. plan.Tasks.Select(_ => TaskState.Pending)]);

    static RunPlan Plan(int parallel, params TaskSpec[] tasks) => new() { Parallel = parallel, Tasks = tasks };

    [Fact]
    public void begins_in_the_plans_order_as_many_as_may_run()
    {
        var course = Of(Plan(2, Task("a"), Task("b"), Task("c")));

        Assert.Equal([0, 1], BeginAll(course));
        Assert.False(course.HasNext);
        Assert.Empty(course.End(1, TaskState.Complete));
        Assert.Equal([2], BeginAll(course));
    }

    [Fact]
    public void makes_ready_who_has_waited_for_all_others()
    {
        var course = Of(Plan(4, Task("a"), Task("b"), Task("c", "a", "b", "a")));

        Assert.Equal([0, 1], BeginAll(course));
        Assert.Empty(course.End(0, TaskState.Complete));
        Assert.Equal([new Consequence(2, 1, null)], course.End(1, TaskState.Complete));
        Assert.Equal([2], BeginAll(course));
        course.End(2, TaskState.Complete);
        Assert.True(course.IsOver);
    }

    [Fact]
    public void skips_all_below_a_failure_and_goes_on_elsewhere()
    {
        var course = Of(Plan(4, Task("a"), Task("b", "a"), Task("c", "b"), Task("d")));

        Assert.Equal([0, 3], BeginAll(course));
        Assert.Equal([new Consequence(1, 0, Reason.DependencyFailed), new Consequence(2, 1, Reason.DependencyFailed)], course.End(0, TaskState.Failed));
        Assert.False(course.IsOver);
        course.End(3, TaskState.Complete);
        Assert.True(course.IsOver);
    }

    [Fact]
    public void takes_an_allowed_failure_for_a_good_end()
    {
        var course = Of(Plan(1, Task("a") with { AllowFailure = true }, Task("b", "a")));

        BeginAll(course);
        Assert.Equal([new Consequence(1, 0, null)], course.End(0, TaskState.Failed));
        Assert.Equal([1], BeginAll(course));
    }

    [Fact]
    public void with_fail_fast_begins_nothing_more()
    {
        var course = Of(Plan(2, Task("a"), Task("b"), Task("c"), Task("d", "c")) with { FailFast = true });

        BeginAll(course);
        Assert.Equal([new Consequence(2, 0, Reason.FailFast), new Consequence(3, 0, Reason.FailFast)], course.End(0, TaskState.Failed));
        Assert.False(course.HasNext);
        course.End(1, TaskState.Cancelled);
        Assert.True(course.IsOver);
    }

    [Fact]
    public void keeps_a_place_free_while_one_pauses()
    {
        var course = Of(Plan(1, Task("a"), Task("b")));

        BeginAll(course);
        course.Pause(0);
        Assert.Equal([1], BeginAll(course));
        course.Again(0);
        Assert.False(course.HasNext);
        course.End(1, TaskState.Complete);
        Assert.Equal([0], BeginAll(course));
    }

    [Fact]
    public void goes_on_where_a_record_is()
    {
        var plan = Plan(2, Task("a"), Task("b", "a"), Task("c", "b"), Task("d") with { AllowFailure = true }, Task("e", "d"));
        var course = new Course(plan, [TaskState.Complete, TaskState.Pending, TaskState.Pending, TaskState.Failed, TaskState.Pending]);

        Assert.Equal(2, course.Done);
        Assert.Equal([1, 4], BeginAll(course));
    }

    [Fact]
    public void skips_at_once_all_below_one_that_is_over_already_and_did_not_end_well()
    {
        var plan = Plan(1, Task("a"), Task("b", "a"), Task("c", "b"), Task("d"));
        var course = new Course(plan, [TaskState.Skipped, TaskState.Pending, TaskState.Pending, TaskState.Pending]);

        Assert.Equal([new Consequence(1, 0, Reason.DependencyFailed), new Consequence(2, 1, Reason.DependencyFailed)], course.AtFirst);
        Assert.Equal([3], BeginAll(course));
        course.End(3, TaskState.Complete);
        Assert.True(course.IsOver);
    }

    [Fact]
    public void skips_a_chain_of_any_length()
    {
        const int length = 20_000;
        var course = Of(Plan(1, [Task("0"), .. Enumerable.Range(1, length - 1).Select(n => Task($"{n}", $"{n - 1}"))]));

        BeginAll(course);
        Assert.Equal(length - 1, course.End(0, TaskState.Failed).Count);
        Assert.True(course.IsOver);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void of_any_plan_ends_every_task_once_and_in_order(int seed)
    {
        var chance = new Random(seed);
        var plan = RandomPlans.Plan(chance);
        var (course, open, ended) = (Of(plan), new List<int>(), new Dictionary<int, TaskState>());
        var places = Course.Places(plan);
        while (!course.IsOver)
        {
            foreach (var task in BeginAll(course))
            {
                // Nobody begins before all that it waits for have ended well, and never twice.
                Assert.All(plan.Tasks[task].After, name => Assert.True(IsFulfilled(plan, places[name], ended)));
                Assert.DoesNotContain(task, ended.Keys);
                open.Add(task);
            }
            Assert.True(open.Count <= plan.Parallel);
            Assert.NotEmpty(open);
            var next = open[chance.Next(open.Count)];
            open.Remove(next);
            ended.Add(next, chance.Next(4) == 0 ? TaskState.Failed : TaskState.Complete);
            foreach (var one in course.End(next, ended[next]))
                if (one.Reason is not null) ended.Add(one.Task, TaskState.Skipped);
        }
        Assert.Equal(plan.Tasks.Count, ended.Count);
        Assert.All(ended.Where(one => one.Value == TaskState.Skipped && !plan.FailFast), one =>
            Assert.Contains(plan.Tasks[one.Key].After, name => !IsFulfilled(plan, places[name], ended)));
    }

    static bool IsFulfilled(RunPlan plan, int task, Dictionary<int, TaskState> ended) => ended.TryGetValue(task, out var state)
        && (state == TaskState.Complete || (state == TaskState.Failed && plan.Tasks[task].AllowFailure));

    static List<int> BeginAll(Course course)
    {
        var begun = new List<int>();
        while (course.HasNext)
        {
            begun.Add(course.Next);
            course.Begin(course.Next);
        }
        return begun;
    }
}

/// <summary>Plans by chance, the same for the same seed.</summary>
static class RandomPlans
{
    /// <summary>A plan without a circle: tasks wait only for earlier ones.</summary>
    public static RunPlan Plan(Random chance, int most = 30)
    {
        var tasks = new List<TaskSpec>();
        for (var task = 0; task < chance.Next(1, most + 1); task++)
            tasks.Add(new TaskSpec
            {
                Name = $"t{task}",
                Command = "x",
                After = [.. Enumerable.Range(0, Math.Min(task, chance.Next(4))).Select(_ => $"t{chance.Next(task)}").Distinct()],
                AllowFailure = chance.Next(6) == 0,
            });
        return new RunPlan { Parallel = chance.Next(1, 6), FailFast = chance.Next(5) == 0, Tasks = tasks };
    }
}
