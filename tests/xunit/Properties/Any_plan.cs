using FsCheck;
using FsCheck.Fluent;
using Mill.Plans;
using Mill.Runs;
using Mill.Written;

namespace Mill.Tests.Properties;

/// <summary>Whoever waits for whom, in whatever order it is written down.</summary>
public sealed class Any_plan
{
    static readonly Arbitrary<RunPlan> s_plans = Gen.Choose(0, int.MaxValue).Select(seed => Shuffled(new Random(seed))).ToArbitrary();

    // Tasks that wait for later ones too, as long as nobody waits for himself.
    static RunPlan Shuffled(Random chance)
    {
        var plan = Plans.RandomPlans.Plan(chance, most: 20);
        TaskSpec[] tasks = [.. plan.Tasks];
        chance.Shuffle(tasks);
        return plan with { Tasks = tasks };
    }

    [Fact]
    public void without_a_circle_ends_each_task_once_in_order_and_never_more_at_a_time_than_may() => Chance.Holds(s_plans, plan =>
    {
        var (chance, places) = (new Random(plan.Tasks.Count), Course.Places(plan));
        var course = new Course(plan, [.. plan.Tasks.Select(_ => TaskState.Pending)]);
        var (open, ends) = (new List<int>(), new TaskState?[plan.Tasks.Count]);
        void End(int task, TaskState state)
        {
            Assert.Null(ends[task]);
            ends[task] = state;
        }

        while (!course.IsOver)
        {
            while (course.HasNext)
            {
                var next = course.Next;
                Assert.Null(ends[next]);
                Assert.All(plan.Tasks[next].After, name => Assert.True(IsFulfilled(plan.Tasks[places[name]], ends[places[name]])));
                course.Begin(next);
                open.Add(next);
            }
            Assert.InRange(open.Count, 1, plan.Parallel);
            Assert.Equal(open.Count, course.Running);
            var task = open[chance.Next(open.Count)];
            open.Remove(task);
            End(task, (TaskState)chance.Next((int)TaskState.Complete, (int)TaskState.Skipped));
            foreach (var one in course.End(task, ends[task]!.Value))
                if (one.Reason is not null) End(one.Task, TaskState.Skipped);
        }
        Assert.DoesNotContain(null, ends);
        Assert.Equal(Recounted(plan, ends), PlanEnd.Of([.. plan.Tasks.Select((task, place) => TaskEndOf(task, ends[place]!.Value))], DateTimeOffset.UnixEpoch)!.Status);
    });

    [Fact]
    public void that_makes_sense_is_not_refused() => Chance.Holds(s_plans, plan => Assert.Equal([], Faults(plan)));

    [Fact]
    public void with_a_circle_is_refused_and_the_circle_named() => Chance.Holds(s_plans.Generator.Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(), two =>
    {
        var (plan, seed) = two;
        var (chance, tasks) = (new Random(seed), plan.Tasks.ToArray());
        if (tasks.Length < 2) return;
        chance.Shuffle(tasks);
        var round = tasks[..chance.Next(2, tasks.Length + 1)];
        for (var place = 0; place < round.Length; place++) tasks[place] = tasks[place] with { After = [.. tasks[place].After, round[(place + 1) % round.Length].Name] };

        var fault = Assert.Single(Faults(plan with { Tasks = tasks }));

        var named = fault[(fault.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].Split(" -> ");
        Assert.Equal(named[0], named[^1]);
        var after = tasks.ToDictionary(task => task.Name, task => task.After);
        Assert.All(named.Zip(named.Skip(1)), pair => Assert.Contains(pair.Second, after[pair.First]));
        Assert.Equal(named.Length - 1, named.Distinct().Count());
    });

    static bool IsFulfilled(TaskSpec task, TaskState? end) => end == TaskState.Complete || (end == TaskState.Failed && task.AllowFailure);

    static RunStatus Recounted(RunPlan plan, TaskState?[] ends)
    {
        var bad = plan.Tasks.Where((task, place) => ends[place] == TaskState.Skipped || (ends[place] == TaskState.Failed && !task.AllowFailure)).Any();
        return bad ? RunStatus.Failed : ends.Contains(TaskState.Cancelled) ? RunStatus.Cancelled : RunStatus.Complete;
    }

    static TaskEnd TaskEndOf(TaskSpec task, TaskState state) => new(task.Name, state, task.AllowFailure, Reason.Exit, null, 1, null);

    static IEnumerable<string> Faults(RunPlan plan)
    {
        var faults = new Faults();
        PlanCheck.Check(new PlanRequest
        {
            Parallel = plan.Parallel,
            Tasks = [.. plan.Tasks.Select(task => new TaskRequest { Name = task.Name, Command = task.Command, After = task.After })],
        }, faults);
        return faults.All.Select(fault => fault.Message);
    }
}
