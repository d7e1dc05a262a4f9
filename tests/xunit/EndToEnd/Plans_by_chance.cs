using Mill.Runs;
using Mill.Tests.Plans;

namespace Mill.Tests.EndToEnd;

/// <summary>Random plans with random ends, whose workers are killed at random moments and whose runs are repaired and resumed: the events tell that
/// every task ended once, in order, and that the status follows from them.</summary>
public sealed class Plans_by_chance : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void end_every_task_once_and_in_order(int seed)
    {
        var chance = new Random(seed);
        var plan = RandomPlans.Plan(chance, most: 12);
        var fails = plan.Tasks.Where(_ => chance.Next(5) == 0).Select(task => task.Name).ToHashSet();
        var request = new StartRequest
        {
            Command = "",
            WorkingDirectory = _home.Work,
            Plan = new PlanRequest { Parallel = plan.Parallel, FailFast = plan.FailFast, Tasks = [.. plan.Tasks.Select(task => Request(task, fails.Contains(task.Name)))] },
        };
        var client = _home.Client;
        var run = client.Start(request);
        Assert.True(RunId.TryParse(run.Id, out var id));
        for (var kills = chance.Next(4); kills > 0 && KillAtSomeStep(run.Id, chance); kills--)
        {
            // What had failed by itself fails again: a resume by hand would try those too.
            if (client.Repair(id, new RepairRequest { Action = "resume", MostResumes = 10 }).Action != "resume") break;
        }
        var ended = client.Wait(id, TimeSpan.FromMinutes(3));

        Assert.True(ended.Status.IsTerminal(), ended.Status.ToString());
        Assert.Equal(StatusTable.OfTasks(ended.Tasks), ended.Status);
        IsInOrder(plan, run.Id);
    }

    static TaskRequest Request(TaskSpec task, bool fails) => new()
    {
        Name = task.Name,
        Command = "/bin/sh",
        Arguments = ["-c", fails ? "sleep 0.05; exit 1" : "sleep 0.05"],
        After = task.After,
        AllowFailure = task.AllowFailure,
        Retry = fails ? new RetryPolicy { Attempts = 2, DelayMs = 20 } : null,
    };

    // Once so many attempts have begun; false where the run was over before.
    bool KillAtSomeStep(string id, Random chance)
    {
        var (begun, more) = (_home.Events(id, "spawn:start").Length, chance.Next(1, 5));
        Until.True(() => _home.Events(id, "spawn:start").Length >= begun + more || IsOver(id), TimeSpan.FromSeconds(60), "attempts begin");
        if (IsOver(id)) return false;
        Libc.Signal(_home.WorkerOf(id), Libc.Kill);
        Until.True(() => _home.Get(id).Text("effectiveStatus") is "lost" or "complete" or "failed", TimeSpan.FromSeconds(60), "the worker is gone");
        return _home.Get(id).Text("effectiveStatus") == "lost";
    }

    bool IsOver(string id) => _home.Read(id, "run.json").Text("status") is "complete" or "failed";

    void IsInOrder(RunPlan plan, string id)
    {
        var (good, open, allowed) = (new HashSet<string>(), new HashSet<string>(), plan.Tasks.Where(task => task.AllowFailure).Select(task => task.Name).ToHashSet());
        foreach (var one in _home.Events(id))
        {
            var type = one.Text("type")!;
            if (type == EventTypes.SpawnStart)
            {
                var task = one.Text("payload.task")!;
                Assert.DoesNotContain(task, good);
                Assert.All(plan.Tasks.Single(spec => spec.Name == task).After, before => Assert.Contains(before, good));
                Assert.True(open.Add(task), $"{task} runs twice at the same time");
                Assert.True(open.Count <= plan.Parallel);
            }
            if (!EventTypes.EndsSpawn(type)) continue;
            var ended = one.Text("payload.task")!;
            Assert.True(open.Remove(ended), $"{ended} ended without having begun");
            if (type == EventTypes.SpawnComplete || (allowed.Contains(ended) && IsForGood(id, ended, one.Number("sequence")))) Assert.True(good.Add(ended));
        }
        Assert.Empty(open);
    }

    bool IsForGood(string id, string task, long sequence) => !_home.Events(id).Any(one =>
        one.Number("sequence") > sequence && ((one.Text("type") == EventTypes.TaskRetry && one.Text("payload.task") == task) || (one.Text("type") == EventTypes.SpawnStart && one.Text("payload.task") == task)));
}
