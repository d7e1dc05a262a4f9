namespace Mill.Runs;

/// <summary>The tasks of a run, and how they are gone through.</summary>
public sealed record RunPlan
{
    /// <summary>No plan has more tasks.</summary>
    public const int MostTasks = 20_000;

    /// <summary>Whether nothing is null that must not be.</summary>
    public bool IsWhole => Tasks is { Count: > 0 } && !Tasks.Any(task => task is not { IsWhole: true }) && Parallel >= 1
        && Tasks.Select(task => task.Name).ToHashSet(StringComparer.Ordinal).Count == Tasks.Count;

    /// <summary>The file that it was read from; null where it was given otherwise.</summary>
    public string? Origin { get; init; }
    /// <summary>How many tasks run at the same time.</summary>
    public int Parallel { get; init; } = 1;
    /// <summary>Whether the first failure ends the run.</summary>
    public bool FailFast { get; init; }
    /// <summary>The tasks, in their order.</summary>
    public IReadOnlyList<TaskSpec> Tasks { get; init; } = [];

    /// <summary>What people see in a command's place.</summary>
    public string Title => FormattableString.Invariant($"plan of {Tasks.Count} task{(Tasks.Count == 1 ? "" : "s")}") + (Origin is { } file ? $" ({System.IO.Path.GetFileName(file)})" : "");
}
