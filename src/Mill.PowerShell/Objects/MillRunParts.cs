using Mill.Json;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>Who supervises a run.</summary>
public sealed class MillWorker
{
    internal MillWorker(RunWorker worker) =>
        (Pid, StartTime, BootId, Host, Version) = (worker.Pid, worker.StartTime, worker.BootId, worker.Host, worker.Version);

    /// <summary>Its pid.</summary>
    public int Pid { get; }
    /// <summary>When it started, in the system's raw units.</summary>
    public string StartTime { get; }
    /// <summary>Which start of the machine it belongs to.</summary>
    public string BootId { get; }
    /// <summary>On which machine.</summary>
    public string? Host { get; }
    /// <summary>Which version of Mill.</summary>
    public string? Version { get; }

    /// <summary>The pid.</summary>
    public override string ToString() => Pid.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A worker's last sign of life.</summary>
public sealed class MillHeartbeat
{
    internal MillHeartbeat(RunHeartbeat beat)
    {
        At = beat.At.LocalDateTime;
        Age = beat.AgeMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
        AgeMs = beat.AgeMs;
        RssMb = beat.RssMb;
        ChildRssMb = beat.ChildRssMb;
        LastActivityAt = beat.LastActivityAt?.LocalDateTime;
    }

    /// <summary>When it was given.</summary>
    public DateTime At { get; }
    /// <summary>How old it is.</summary>
    public TimeSpan? Age { get; }
    /// <summary>The same in milliseconds.</summary>
    public long? AgeMs { get; }
    /// <summary>The worker's memory, in MiB.</summary>
    public double? RssMb { get; }
    /// <summary>The memory of its processes, in MiB.</summary>
    public double? ChildRssMb { get; }
    /// <summary>When something was last written.</summary>
    public DateTime? LastActivityAt { get; }

    /// <summary>How long ago it was.</summary>
    public override string ToString() => Age is { } age ? $"{Durations.SayRoughly(age)} ago" : "";
}

/// <summary>How far a run is.</summary>
public sealed class MillProgress
{
    internal MillProgress(Progress progress) =>
        (Done, Total, Percent, Current) = (progress.Done, progress.Total, ProgressText.Percent(progress.Done, progress.Total), progress.Current);

    /// <summary>How much is done.</summary>
    public int Done { get; }
    /// <summary>Out of how much.</summary>
    public int Total { get; }
    /// <summary>The part that is done, in hundredths.</summary>
    public int Percent { get; }
    /// <summary>What is being done.</summary>
    public string? Current { get; }

    /// <summary>As <c>12/18 (67%)</c>.</summary>
    public override string ToString() => ProgressText.Say(Done, Total);
}

/// <summary>The plan that a run goes through, without its tasks.</summary>
public sealed class MillRunPlan
{
    internal MillRunPlan(PlanInBrief plan) => (Title, Path, Parallel, FailFast) = (plan.Title, plan.Origin, plan.Parallel, plan.FailFast);

    /// <summary>What it is, in words.</summary>
    public string Title { get; }
    /// <summary>The file that it was read from.</summary>
    public string? Path { get; }
    /// <summary>How many tasks run at the same time.</summary>
    public int Parallel { get; }
    /// <summary>Whether the first failure ends the run.</summary>
    public bool FailFast { get; }

    /// <summary>What it is, in words.</summary>
    public override string ToString() => Title;
}

/// <summary>A task of a run.</summary>
public sealed class MillTask
{
    internal MillTask(TaskRecord task)
    {
        Name = task.Name;
        Status = task.Status.Word();
        Attempts = task.Attempts;
        Duration = task.Took(TimeProvider.System.GetUtcNow());
        RetryAt = task.RetryAt?.LocalDateTime;
        Because = task.Because;
        AllowFailure = task.AllowFailure;
        Reason = task.Reason?.Text;
        ExitCode = task.ExitCode;
        Signal = task.Signal;
        StartedAt = task.StartedAt?.LocalDateTime;
        EndedAt = task.EndedAt?.LocalDateTime;
        Pid = task.Process?.Pid;
        Note = task.Note;
        NotedAt = task.NotedAt?.LocalDateTime;
        Progress = task.Progress is { } told ? new MillProgress(new Progress(told.Done, told.Total, null)) : null;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }
    /// <summary>Its status: pending, running, retrying, complete, failed, cancelled, skipped.</summary>
    public string Status { get; }
    /// <summary>How often it was tried, over the run's whole life.</summary>
    public int Attempts { get; }
    /// <summary>How long the last attempt took, or has taken so far.</summary>
    public TimeSpan? Duration { get; }
    /// <summary>When it is tried again.</summary>
    public DateTime? RetryAt { get; }
    /// <summary>The task because of which it was skipped.</summary>
    public string? Because { get; }
    /// <summary>Whether the run may end well though it failed.</summary>
    public bool AllowFailure { get; }
    /// <summary>Why the last attempt ended.</summary>
    public string? Reason { get; }
    /// <summary>Its exit code.</summary>
    public int? ExitCode { get; }
    /// <summary>The signal that ended it.</summary>
    public string? Signal { get; }
    /// <summary>When the last attempt began.</summary>
    public DateTime? StartedAt { get; }
    /// <summary>When it ended.</summary>
    public DateTime? EndedAt { get; }
    /// <summary>The pid of the last attempt's process.</summary>
    public int? Pid { get; }
    /// <summary>What the last attempt told last.</summary>
    public string? Note { get; }
    /// <summary>When.</summary>
    public DateTime? NotedAt { get; }
    /// <summary>How far it is, as it tells.</summary>
    public MillProgress? Progress { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
