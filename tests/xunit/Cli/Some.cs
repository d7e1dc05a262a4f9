using Mill.Runs;

namespace Mill.Tests.Cli;

/// <summary>Runs to show.</summary>
static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 10, 0, TimeSpan.Zero);

    public static Run Running => new()
    {
        Id = "20260101-120000-abcd",
        Name = "nightly",
        Status = RunStatus.Running,
        EffectiveStatus = EffectiveStatus.Running,
        Health = Health.Healthy,
        HealthReason = "alive",
        CreatedAt = Now.AddMinutes(-3),
        StartedAt = Now.AddMinutes(-3),
        DurationMs = 180_000,
        Generation = 1,
        Directory = "/home/u/.mill/runs/20260101-120000-abcd",
        WorkingDirectory = "/src",
        Command = "dotnet",
        Arguments = ["test", "-c", "Release", "--filter", "a name with spaces"],
        Revision = 4,
        Worker = new RunWorker(123, "4567", "boot", "host", "0.1.0"),
        Heartbeat = new RunHeartbeat(Now.AddSeconds(-5), 5_000, 7.5, 120, null),
    };

    public static Run Failed => Running with
    {
        Id = "20260101-110000-wxyz",
        Name = null,
        Status = RunStatus.Failed,
        EffectiveStatus = EffectiveStatus.Failed,
        Health = Health.Ended,
        HealthReason = null,
        Reason = Reason.Exit,
        ExitCode = 3,
        Command = "false",
        Arguments = [],
        CreatedAt = Now.AddHours(-1),
        StartedAt = Now.AddHours(-1),
        EndedAt = Now.AddMinutes(-59),
        DurationMs = 60_000,
        Worker = null,
        Heartbeat = null,
    };

    public static Run Lost => Running with
    {
        Id = "20251230-120000-lost",
        Name = "a rather long name for a run",
        EffectiveStatus = EffectiveStatus.Lost,
        Mismatch = true,
        Health = Health.Dead,
        HealthReason = "its worker is gone",
        CreatedAt = Now.AddDays(-2),
        StartedAt = Now.AddDays(-2),
        DurationMs = null,
        Command = "sleep",
        Arguments = ["600"],
    };

    /// <summary>A live run of some tasks; those that began did so ten seconds before they ended, and ended just now.</summary>
    public static Run Plan(params TaskRecord[] tasks) => Running with
    {
        Command = null,
        Arguments = [],
        Plan = new PlanInBrief($"plan of {tasks.Length} tasks", null, 2, false),
        Progress = new Progress(2, tasks.Length, tasks.FirstOrDefault(task => task.Status == TaskState.Running)?.Name),
        Tasks =
        [
            .. tasks.Select(task => task with
            {
                StartedAt = task.StartedAt ?? (task.Status is TaskState.Pending or TaskState.Skipped ? null : Now.AddSeconds(-10)),
                EndedAt = task.Status is TaskState.Pending or TaskState.Running ? null : Now,
            }),
        ],
    };

    public static Run Stale => Running with { Health = Health.Stale, HealthReason = "no heartbeat for 2m" };
}
