namespace Mill.Runs;

/// <summary>What is recorded of a run.</summary>
public enum RunStatus
{
    /// <summary>Made, not launched yet.</summary>
    Pending,
    /// <summary>Its process was launched.</summary>
    Running,
    /// <summary>It waits for a person.</summary>
    Waiting,
    /// <summary>Ended well.</summary>
    Complete,
    /// <summary>Ended badly; the reason says how.</summary>
    Failed,
    /// <summary>Ended because somebody said so.</summary>
    Cancelled,
}

/// <summary>What is true of a run now, which may be more than what is recorded.</summary>
public enum EffectiveStatus
{
    /// <summary>Made, not launched yet.</summary>
    Pending,
    /// <summary>Running, and its worker lives or cannot be judged.</summary>
    Running,
    /// <summary>Waiting for a person.</summary>
    Waiting,
    /// <summary>Ended well.</summary>
    Complete,
    /// <summary>Ended badly.</summary>
    Failed,
    /// <summary>Ended by a stop.</summary>
    Cancelled,
    /// <summary>The end is recorded, and the worker still tidies up.</summary>
    Ending,
    /// <summary>The worker is proven gone, and no end was recorded.</summary>
    Lost,
}

/// <summary>How a run feels.</summary>
public enum Health
{
    /// <summary>Alive, with a fresh heartbeat.</summary>
    Healthy,
    /// <summary>Alive, with no output for a while.</summary>
    Quiet,
    /// <summary>Alive, with no heartbeat for a minute.</summary>
    Stale,
    /// <summary>Proven gone.</summary>
    Dead,
    /// <summary>Cannot be told from here.</summary>
    Unknown,
    /// <summary>Over.</summary>
    Ended,
}

/// <summary>The status table: which status may follow which.</summary>
public static class StatusTable
{
    /// <summary>Whether nothing can follow within this generation.</summary>
    public static bool IsTerminal(this RunStatus status) => status >= RunStatus.Complete;

    /// <summary>Whether the run is over and nobody tidies up any more.</summary>
    public static bool IsEnd(this EffectiveStatus status) => status is EffectiveStatus.Complete or EffectiveStatus.Failed or EffectiveStatus.Cancelled;

    /// <summary>Whether a run in the one status may be given the other.</summary>
    public static bool MayBecome(this RunStatus from, RunStatus to) => (from, to) switch
    {
        ({ } ended, _) when ended.IsTerminal() => false,
        (_, RunStatus.Failed or RunStatus.Cancelled) => true,
        (RunStatus.Pending, RunStatus.Running) => true,
        (RunStatus.Running, RunStatus.Waiting) => true,
        (RunStatus.Waiting, RunStatus.Running) => true,
        (RunStatus.Running, RunStatus.Complete) => true,
        _ => false,
    };

    /// <summary>What the ends of all tasks make of their run; null while one has not ended.</summary>
    public static RunStatus? OfTasks(IEnumerable<TaskRecord> tasks)
    {
        var status = RunStatus.Complete;
        foreach (var task in tasks)
        {
            if (!task.Status.IsOver()) return null;
            if (task is { Status: TaskState.Failed, AllowFailure: false } or { Status: TaskState.Skipped }) status = RunStatus.Failed;
            else if (task.Status == TaskState.Cancelled && status != RunStatus.Failed) status = RunStatus.Cancelled;
        }
        return status;
    }
}
