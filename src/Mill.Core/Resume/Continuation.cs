using Mill.Runs;

namespace Mill.Resume;

/// <summary>What a resume does with each task.</summary>
/// <param name="Kept">They had finished, and stay so.</param>
/// <param name="Again">They run again.</param>
/// <param name="Anew">Those of them whose attempts are counted anew.</param>
/// <param name="LeftOut">They had not finished, and are not asked for.</param>
internal sealed record Continuation(IReadOnlyList<string> Kept, IReadOnlyList<string> Again, IReadOnlyList<string> Anew, IReadOnlyList<string> LeftOut)
{
    /// <summary>The decision, a rule without I/O.</summary>
    /// <param name="record">Where the run is.</param>
    /// <param name="tasks">Only these run again; none means all that have not finished.</param>
    /// <param name="from">This one, and whoever waits for it, run again whatever they were.</param>
    /// <param name="isThere">Whether a file that a task makes is there.</param>
    public static Continuation Of(RunRecord record, IReadOnlyList<string> tasks, string? from, Func<string, bool> isThere)
    {
        var specs = record.Spec.Tasks.ToDictionary(task => task.Name, StringComparer.Ordinal);
        foreach (var name in from is null ? tasks : tasks.Append(from))
            if (!specs.ContainsKey(name)) throw new MillException(MillError.BadValue, $"Run {record.Id} has no task '{name}'.{Nearest.Suggestion(name, specs.Keys)}", name);
        var below = from is null ? [] : Below(record.Spec.Tasks, from);
        bool IsFinished(TaskRecord task) => !below.Contains(task.Name) && (task switch
        {
            { Status: TaskState.Complete } => specs[task.Name].Outputs.All(isThere),
            { Status: TaskState.Failed, AllowFailure: true } => !WasInterrupted(task),
            _ => false,
        });
        var open = record.Tasks.Where(task => !IsFinished(task) || tasks.Contains(task.Name, StringComparer.Ordinal)).ToList();
        var again = open.Where(task => tasks.Count == 0 || tasks.Contains(task.Name, StringComparer.Ordinal)).ToList();
        CheckNobodyWaits(record.Id, again.Select(task => specs[task.Name]), Names(open.Except(again)).ToHashSet(StringComparer.Ordinal));
        return new(
            Names(record.Tasks.Except(open)), Names(again), Names(again.Where(task => !WasInterrupted(task))), Names(open.Except(again)));
    }

    // It could never begin.
    static void CheckNobodyWaits(string id, IEnumerable<TaskSpec> again, HashSet<string> leftOut)
    {
        foreach (var task in again)
            if (task.After.FirstOrDefault(leftOut.Contains) is { } other) throw new MillException(MillError.BadValue,
                $"The task '{task.Name}' waits for '{other}', which has not finished; name it too, or try: mill resume {id} --from {other}", task.Name);
    }

    // An attempt that was cut off by no fault of its own neither ends the count nor begins it anew.
    static bool WasInterrupted(TaskRecord task) => task.Status is TaskState.Pending or TaskState.Running or TaskState.Retrying
        || task.Reason == Reason.WorkerLost || task.Reason == Reason.HostRestarted || task.Reason == Reason.HeartbeatStale || task.Reason == Reason.WorkerFault;

    static HashSet<string> Below(IReadOnlyList<TaskSpec> tasks, string from)
    {
        var dependents = tasks.SelectMany(task => task.After.Select(other => (other, task.Name))).ToLookup(one => one.other, one => one.Name, StringComparer.Ordinal);
        var (below, open) = (new HashSet<string>(StringComparer.Ordinal) { from }, new Queue<string>([from]));
        while (open.TryDequeue(out var name))
            foreach (var next in dependents[name])
                if (below.Add(next)) open.Enqueue(next);
        return below;
    }

    static List<string> Names(IEnumerable<TaskRecord> tasks) => [.. tasks.Select(task => task.Name)];
}
