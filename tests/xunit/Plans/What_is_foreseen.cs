using Mill.Plans;
using Mill.Runs;

namespace Mill.Tests.Plans;

/// <summary>What a plan would do, told without doing it.</summary>
public sealed class What_is_foreseen
{
    static readonly RunSpec s_spec = RunSpec.Unknown with
    {
        Plan = new RunPlan { Parallel = 2, Tasks = [Spec("fetch"), Spec("build", "fetch"), Spec("lint"), Spec("test", "build"), Spec("ship", "test", "lint")] },
    };

    static TaskSpec Spec(string name, params string[] after) => new() { Name = name, Command = "do", Arguments = [name], After = after };

    [Fact]
    public void is_the_order_in_which_tasks_begin_and_after_how_many_others()
    {
        var plan = Foresight.Of(s_spec, new Dictionary<string, long>());

        Assert.Equal(["fetch 0", "lint 0", "build 1", "test 2", "ship 3"], plan.Tasks.Select(task => $"{task.Name} {task.Wave}"));
        Assert.Equal(["fetch", "build", "test", "ship"], plan.CriticalPath);
        Assert.Null(plan.ExpectedMs);
    }

    [Fact]
    public void follows_from_how_long_tasks_took_before()
    {
        var plan = Foresight.Of(s_spec, new Dictionary<string, long> { ["fetch"] = 10, ["build"] = 20, ["lint"] = 500, ["test"] = 30, ["ship"] = 5 });

        Assert.Equal(["lint", "ship"], plan.CriticalPath);
        Assert.Equal(505, plan.ExpectedMs);
        Assert.Equal(500, plan.Tasks.Single(task => task.Name == "lint").ExpectedMs);
    }

    [Fact]
    public void counts_that_only_so_many_run_at_the_same_time()
    {
        var took = new Dictionary<string, long> { ["fetch"] = 10, ["build"] = 20, ["lint"] = 500, ["test"] = 30, ["ship"] = 5 };
        Assert.Equal(565, Foresight.Of(s_spec with { Plan = s_spec.Plan! with { Parallel = 1 } }, took).ExpectedMs);
    }
}
