using Mill.Liveness;
using Mill.Runs;

namespace Mill.Json;

/// <summary>How the words of Mill's vocabularies are written, in JSON and everywhere else.</summary>
public static class Words
{
    /// <summary>The word for a status.</summary>
    public static string Word(this RunStatus status) => status switch
    {
        RunStatus.Pending => "pending",
        RunStatus.Running => "running",
        RunStatus.Waiting => "waiting",
        RunStatus.Complete => "complete",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>The word for what is true now.</summary>
    public static string Word(this EffectiveStatus status) => status switch
    {
        EffectiveStatus.Ending => "ending",
        EffectiveStatus.Lost => "lost",
        _ => ((RunStatus)status).Word(),
    };

    /// <summary>The word for a task's state.</summary>
    public static string Word(this TaskState state) => state switch
    {
        TaskState.Pending => "pending",
        TaskState.Running => "running",
        TaskState.Retrying => "retrying",
        TaskState.Complete => "complete",
        TaskState.Failed => "failed",
        TaskState.Cancelled => "cancelled",
        TaskState.Skipped => "skipped",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>The word for a health.</summary>
    public static string Word(this Health health) => health switch
    {
        Health.Healthy => "healthy",
        Health.Quiet => "quiet",
        Health.Stale => "stale",
        Health.Dead => "dead",
        Health.Unknown => "unknown",
        Health.Ended => "ended",
        _ => throw new ArgumentOutOfRangeException(nameof(health)),
    };

    /// <summary>The word for a sign.</summary>
    public static string Word(this Sign sign) => sign switch
    {
        Sign.Yes => "yes",
        Sign.No => "no",
        _ => "unknown",
    };

    /// <summary>The word for what repair does.</summary>
    public static string Word(this RepairAction action) => action switch
    {
        RepairAction.Finish => "finish",
        RepairAction.Fail => "fail",
        RepairAction.EndOrphans => "end-orphans",
        _ => "none",
    };

    /// <summary>The status that a word means.</summary>
    public static bool TryRead(string? word, out RunStatus status)
    {
        var read = word switch
        {
            "pending" => RunStatus.Pending,
            "running" => RunStatus.Running,
            "waiting" => RunStatus.Waiting,
            "complete" => RunStatus.Complete,
            "failed" => RunStatus.Failed,
            "cancelled" => RunStatus.Cancelled,
            _ => (RunStatus?)null,
        };
        status = read.GetValueOrDefault();
        return read is not null;
    }

    /// <summary>The status that a word means.</summary>
    public static bool TryRead(string? word, out EffectiveStatus status)
    {
        if (word is "ending" or "lost")
        {
            status = word == "lost" ? EffectiveStatus.Lost : EffectiveStatus.Ending;
            return true;
        }
        var isRead = TryRead(word, out RunStatus recorded);
        status = (EffectiveStatus)recorded;
        return isRead;
    }

    /// <summary>The state of a task that a word means.</summary>
    internal static bool TryRead(string? word, out TaskState state)
    {
        if (word is "retrying" or "skipped")
        {
            state = word == "skipped" ? TaskState.Skipped : TaskState.Retrying;
            return true;
        }
        var isRead = TryRead(word, out RunStatus status) && status != RunStatus.Waiting;
        state = !isRead || status == RunStatus.Pending ? TaskState.Pending : status == RunStatus.Running ? TaskState.Running : TaskStates.OfEnd(status);
        return isRead;
    }
}
