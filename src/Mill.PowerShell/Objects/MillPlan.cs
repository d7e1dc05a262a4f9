namespace Mill.PowerShell;

/// <summary>What a plan would do.</summary>
public sealed class MillPlan
{
    internal MillPlan(PlanPreview plan)
    {
        Name = plan.Name;
        Path = plan.Origin;
        Parallel = plan.Parallel;
        FailFast = plan.FailFast;
        Expected = Span(plan.ExpectedMs);
        CriticalPath = [.. plan.CriticalPath];
        var critical = plan.CriticalPath.ToHashSet(StringComparer.Ordinal);
        Tasks = [.. plan.Tasks.Select(task => new MillPlanTask(task, critical.Contains(task.Name)))];
    }

    /// <summary>The name that the run would have.</summary>
    public string? Name { get; }
    /// <summary>The file that it was read from.</summary>
    public string? Path { get; }
    /// <summary>How many tasks would run at the same time.</summary>
    public int Parallel { get; }
    /// <summary>Whether the first failure would end the run.</summary>
    public bool FailFast { get; }
    /// <summary>How long it would take by earlier runs of its name.</summary>
    public TimeSpan? Expected { get; }
    /// <summary>The tasks that decide how long it takes at least, each after the one before.</summary>
    public string[] CriticalPath { get; }
    /// <summary>The tasks in the order in which they would begin.</summary>
    public MillPlanTask[] Tasks { get; }

    /// <summary>The name, or the file.</summary>
    public override string ToString() => Name ?? Path ?? "plan";

    internal static TimeSpan? Span(long? ms) => ms is { } known ? TimeSpan.FromMilliseconds(known) : null;
}

/// <summary>A task of a plan that is only looked at.</summary>
public sealed class MillPlanTask
{
    internal MillPlanTask(TaskPreview task, bool isCritical)
    {
        Wave = task.Wave + 1;
        Name = task.Name;
        Command = task.Command;
        After = [.. task.After];
        Expected = MillPlan.Span(task.ExpectedMs);
        IsCritical = isCritical;
    }

    /// <summary>1 for what waits for nobody, 2 for what waits for those, and so on.</summary>
    public int Wave { get; }
    /// <summary>Its name.</summary>
    public string Name { get; }
    /// <summary>Its command, as it could be typed into a shell; fit for a terminal.</summary>
    public string Command { get; }
    /// <summary>The tasks that it waits for.</summary>
    public string[] After { get; }
    /// <summary>How long it took in earlier runs of that name.</summary>
    public TimeSpan? Expected { get; }
    /// <summary>Whether it is one of those that decide how long the plan takes.</summary>
    public bool IsCritical { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
