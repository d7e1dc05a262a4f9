using Mill.Runs;

namespace Mill.Plans;

/// <summary>The end of a task, as the end of its run is made of it.</summary>
internal sealed record TaskEnd(string Name, TaskState State, bool AllowFailure, Reason? Reason, string? Message, int? ExitCode, string? Signal, int? GivenUpAfter = null)
{
    /// <summary>The end that is recorded of a task.</summary>
    public static TaskEnd Of(TaskRecord task, RetryPolicy? retry) => new(
        task.Name, task.Status, task.AllowFailure, task.Reason, null, task.ExitCode, task.Signal, Retries.IsGivenUp(retry, task.Tries) ? task.Tries : null);

    /// <summary>Whether the run cannot end well because of it.</summary>
    public bool IsBad => this is { State: TaskState.Failed, AllowFailure: false };

    /// <summary>Why it ended so, in words.</summary>
    public string Why => (Message ?? Reason switch
    {
        _ when Signal is { } signal => $"ended by {signal}",
        { Text: "exit" } when ExitCode is { } code => FormattableString.Invariant($"exit code {code}"),
        { Text: var text } => text,
        null => "failed",
    }) + (GivenUpAfter is { } tries ? FormattableString.Invariant($", given up after {tries} attempts") : "");
}

/// <summary>What the ends of all tasks make of their run; a rule without I/O.</summary>
internal static class PlanEnd
{
    const int MostNamed = 5;

    /// <summary>The end of the run; null while a task is open.</summary>
    public static RunEnded? Of(IReadOnlyList<TaskEnd> tasks, DateTimeOffset now)
    {
        var status = StatusTable.OfTasks(tasks.Select(task => new TaskRecord { Name = task.Name, Status = task.State, AllowFailure = task.AllowFailure }));
        if (status is not { } end) return null;
        if (tasks is [var only]) return new(end, Reason(only, end), only.State == TaskState.Failed && only.AllowFailure ? $"{only.Why}, which may happen" : Alone(only), only.ExitCode, only.Signal, now);
        var first = tasks.FirstOrDefault(task => task.IsBad) ?? (end == RunStatus.Complete ? null : tasks.FirstOrDefault(task => task.State != TaskState.Complete));
        return first is null
            ? new(end, Runs.Reason.Exit, Allowed(tasks), 0, null, now)
            : new(end, Reason(first, end), Several(tasks), first.ExitCode, first.Signal, now);
    }

    static Reason Reason(TaskEnd task, RunStatus end) =>
        task.GivenUpAfter is not null && end == RunStatus.Failed ? Runs.Reason.DeadLetter : task.Reason ?? Runs.Reason.Exit;

    static string? Alone(TaskEnd task) => task.GivenUpAfter is null ? task.Message : task.Why;

    static string? Allowed(IReadOnlyList<TaskEnd> tasks)
    {
        var failed = tasks.Where(task => task.State == TaskState.Failed).ToList();
        return failed.Count == 0 ? null : $"{Named(failed)} failed, and may";
    }

    static string Several(IReadOnlyList<TaskEnd> tasks)
    {
        var (bad, skipped) = (tasks.Where(task => task.IsBad).ToList(), tasks.Count(task => task.State == TaskState.Skipped));
        var told = bad.Count == 0 ? "no task failed" : FormattableString.Invariant($"{bad.Count} of {tasks.Count} tasks failed: {Named(bad)}");
        return told + (skipped > 0 ? FormattableString.Invariant($"; {skipped} never began") : "");
    }

    static string Named(List<TaskEnd> tasks) =>
        string.Join(", ", tasks.Take(MostNamed).Select(task => $"{task.Name} ({task.Why})")) + (tasks.Count > MostNamed ? FormattableString.Invariant($" and {tasks.Count - MostNamed} more") : "");
}
