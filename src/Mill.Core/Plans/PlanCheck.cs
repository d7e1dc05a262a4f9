using Mill.Runs;
using Mill.Written;

namespace Mill.Plans;

/// <summary>Looks at a plan as a whole: its names, and who waits for whom. A rule without I/O.</summary>
internal static class PlanCheck
{
    /// <summary>No more tasks run at the same time.</summary>
    public const int MostParallel = 1_000;
    const int LongestName = 100;

    /// <summary>Notes all that makes no sense.</summary>
    public static void Check(PlanRequest plan, Faults faults, int line = 0)
    {
        if (plan.Tasks.Count == 0) faults.Add(line, "a plan has at least one task; this one has none");
        if (plan.Tasks.Count > RunPlan.MostTasks)
        {
            faults.Add(line, FormattableString.Invariant($"this plan has {plan.Tasks.Count} tasks; {RunPlan.MostTasks} are the most that one can have. Make several runs of it"));
            return;
        }
        if (plan.Parallel is < 1 or > MostParallel) faults.Add(line, FormattableString.Invariant($"'parallel' is a whole number from 1 to {MostParallel}; this is {plan.Parallel}"));
        CheckNames(plan, faults);
        CheckDependencies(plan, faults);
        if (faults.AreNone && Cycle(plan) is { } cycle)
            faults.Add(cycle[0].Line, $"these tasks wait for each other, and none could ever begin: {string.Join(" -> ", cycle.Select(task => task.Name))}");
    }

    static void CheckNames(PlanRequest plan, Faults faults)
    {
        var known = new Dictionary<string, TaskRequest>(StringComparer.OrdinalIgnoreCase);
        foreach (var task in plan.Tasks)
        {
            if (Objection(task.Name) is { } objection) faults.Add(task.Line, $"'{Short(task.Name)}' cannot be a task's name: {objection}");
            if (known.TryAdd(task.Name, task)) continue;
            var other = known[task.Name];
            faults.Add(task.Line, $"the name '{Short(task.Name)}' is given twice{(other.Line > 0 ? $", first in line {other.Line}" : "")}"
                + (other.Name == task.Name ? "" : $" ('{Short(other.Name)}' is the same name where letters count alike)"));
        }
    }

    // A name is part of the names of files.
    static string? Objection(string name) => name switch
    {
        { Length: 0 } => "it is empty",
        { Length: > LongestName } => FormattableString.Invariant($"it has {name.Length} characters, and {LongestName} are the most"),
        ['.' or '-', ..] => "it begins with a dot or a dash",
        _ when name.Any(letter => !(char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or '+' or '@')) => "it may have letters, digits and - _ . + @ in it",
        _ => null,
    };

    static void CheckDependencies(PlanRequest plan, Faults faults)
    {
        var names = plan.Tasks.Select(task => task.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = 0;
        // To find the nearest name is to look at all of them; of faults that are not told, nobody reads it.
        string Suggestion(string other) => ++unknown <= Faults.MostTold ? Nearest.Suggestion(other, names) : "";
        foreach (var task in plan.Tasks)
            foreach (var other in task.After)
                if (other == task.Name) faults.Add(task.Line, $"the task '{Short(task.Name)}' waits for itself");
                else if (!names.Contains(other)) faults.Add(task.Line, $"the task '{Short(task.Name)}' waits for '{Short(other)}', and there is no such task.{Suggestion(other)}");
    }

    // Tasks are taken away as long as one waits for nobody; who is left waits in a circle, or for one.
    static List<TaskRequest>? Cycle(PlanRequest plan)
    {
        var tasks = plan.Tasks.ToDictionary(task => task.Name, StringComparer.Ordinal);
        var dependents = plan.Tasks.SelectMany(task => task.After.Distinct(StringComparer.Ordinal).Select(other => (other, task.Name))).ToLookup(one => one.other, one => one.Name, StringComparer.Ordinal);
        var awaited = plan.Tasks.ToDictionary(task => task.Name, task => task.After.Distinct(StringComparer.Ordinal).Count(), StringComparer.Ordinal);
        var free = new Queue<string>(awaited.Where(one => one.Value == 0).Select(one => one.Key));
        while (free.TryDequeue(out var name))
        {
            awaited.Remove(name);
            foreach (var next in dependents[name])
                if (--awaited[next] == 0) free.Enqueue(next);
        }
        if (awaited.Count == 0) return null;
        var path = new List<TaskRequest>();
        // Whoever is left waits for somebody who is left: going on, one comes back to where one was.
        for (var at = tasks[awaited.First().Key]; ; at = tasks[at.After.First(awaited.ContainsKey)])
        {
            var seen = path.IndexOf(at);
            path.Add(at);
            if (seen >= 0) return path[seen..];
        }
    }

    static string Short(string name) => name.Length <= LongestName ? name : name[..40] + "…";
}
