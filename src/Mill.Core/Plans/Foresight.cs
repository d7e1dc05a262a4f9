using Mill.Runs;

namespace Mill.Plans;

/// <summary>In which order a plan is gone through, and what decides how long it takes; a rule without I/O.</summary>
internal static class Foresight
{
    /// <summary>What a plan would do, where tasks take as long as they took before.</summary>
    public static PlanPreview Of(RunSpec spec, IReadOnlyDictionary<string, long> took)
    {
        var plan = spec.Plan ?? new RunPlan { Tasks = spec.Tasks };
        var places = Course.Places(plan);
        var (begins, last) = Begins(plan, took);
        var order = Enumerable.Range(0, plan.Tasks.Count).OrderBy(task => begins[task]).ThenBy(task => task).ToList();
        var waves = new int[plan.Tasks.Count];
        foreach (var task in order) waves[task] = plan.Tasks[task].After.Select(name => waves[places[name]] + 1).DefaultIfEmpty(0).Max();
        return new PlanPreview(
            spec.Name, plan.Origin, plan.Parallel, plan.FailFast,
            [.. order.Select(task => Task(plan.Tasks[task], waves[task], took))],
            CriticalPath(plan, places, order, took),
            took.Count > 0 ? (long)last : null);
    }

    static TaskPreview Task(TaskSpec task, int wave, IReadOnlyDictionary<string, long> took) =>
        new(task.Name, wave, SafeText.Command(task.Command, task.Arguments), task.After, took.TryGetValue(task.Name, out var ms) ? ms : null);

    // Of tasks of which nothing is known, each counts alike.
    static double Length(TaskSpec task, IReadOnlyDictionary<string, long> took) =>
        took.TryGetValue(task.Name, out var ms) ? Math.Max(ms, 1) : took.Count > 0 ? took.Values.Average() : 1;

    static (double[] Begins, double Last) Begins(RunPlan plan, IReadOnlyDictionary<string, long> took)
    {
        var course = new Course(plan, [.. plan.Tasks.Select(_ => TaskState.Pending)]);
        var (begins, running, now) = (new double[plan.Tasks.Count], new PriorityQueue<int, (double End, int Task)>(), 0.0);
        while (!course.IsOver)
        {
            while (course.HasNext)
            {
                var task = course.Next;
                begins[task] = now;
                course.Begin(task);
                running.Enqueue(task, (now + Length(plan.Tasks[task], took), task));
            }
            running.TryDequeue(out var ended, out var end);
            now = end.End;
            course.End(ended, TaskState.Complete);
        }
        return (begins, now);
    }

    static List<string> CriticalPath(RunPlan plan, Dictionary<string, int> places, List<int> order, IReadOnlyDictionary<string, long> took)
    {
        var (lengths, before) = (new double[plan.Tasks.Count], new int?[plan.Tasks.Count]);
        foreach (var task in order)
        {
            foreach (var other in plan.Tasks[task].After.Select(name => places[name]))
                if (before[task] is not { } best || lengths[other] > lengths[best]) before[task] = other;
            lengths[task] = Length(plan.Tasks[task], took) + (before[task] is { } longest ? lengths[longest] : 0);
        }
        var path = new List<string>();
        for (int? at = order.MaxBy(task => lengths[task]); at is { } task; at = before[task]) path.Insert(0, plan.Tasks[task].Name);
        return path;
    }
}
