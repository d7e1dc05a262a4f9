namespace Mill.Runs;

/// <summary>What is recorded of a task.</summary>
public enum TaskState
{
    /// <summary>Not tried yet, or to be tried again by a resume.</summary>
    Pending,
    /// <summary>Its process was launched.</summary>
    Running,
    /// <summary>Ended badly, and waits to be tried again.</summary>
    Retrying,
    /// <summary>Ended well.</summary>
    Complete,
    /// <summary>Ended badly.</summary>
    Failed,
    /// <summary>Ended because somebody said so.</summary>
    Cancelled,
    /// <summary>Never tried, since what it waited for did not end well.</summary>
    Skipped,
}

/// <summary>What the states of tasks mean.</summary>
public static class TaskStates
{
    /// <summary>Whether nothing can follow within this generation.</summary>
    public static bool IsOver(this TaskState state) => state >= TaskState.Complete;

    /// <summary>The state of a task whose last attempt ended so.</summary>
    public static TaskState OfEnd(RunStatus status) => status switch
    {
        RunStatus.Complete => TaskState.Complete,
        RunStatus.Cancelled => TaskState.Cancelled,
        _ => TaskState.Failed,
    };

    /// <summary>The status of an attempt, from the state of its task.</summary>
    internal static RunStatus OfAttempt(TaskState state) => state switch
    {
        TaskState.Complete => RunStatus.Complete,
        TaskState.Cancelled => RunStatus.Cancelled,
        TaskState.Pending => RunStatus.Pending,
        TaskState.Running => RunStatus.Running,
        _ => RunStatus.Failed,
    };
}
