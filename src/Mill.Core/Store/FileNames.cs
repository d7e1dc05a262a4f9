namespace Mill.Store;

/// <summary>The names in a home and in a run's folder.</summary>
internal static class FileNames
{
    public const string Runs = "runs";
    public const string Active = "active";
    public const string Bin = "bin";
    public const string Queues = "queues";

    public const string QueueSettings = "queue.json";
    public const string QueueLock = "queue.lock";
    public const string Waiting = "waiting";
    public const string Running = "running";

    public const string Events = "events.ndjson";
    public const string Snapshot = "run.json";
    public const string Result = "result.json";
    public const string ExitCode = "exit_code";
    public const string Cleanup = "cleanup.json";
    public const string RunLock = "run.lock";
    public const string WorkerLock = "worker.lock";
    public const string Worker = "worker.json";
    public const string WorkerPid = "worker.pid";
    public const string Heartbeat = "heartbeat.json";
    public const string Reserve = "reserve";
    public const string Stop = "stop.json";
    public const string Environment = "environment.json";
    public const string DeadLetters = "deadletter.ndjson";
    public const string Logs = "logs";
    public const string Sessions = "sessions";
    public const string Generations = "generations";
    public const string WorkerLog = "logs/worker.log";
    public const string CancelLog = "logs/cancel.log";
    public const string RepairLog = "logs/repair.log";

    /// <summary>Under which a file is written before it takes its place.</summary>
    public const string StageSuffix = ".stage";
    /// <summary>Under which a folder is filled before it takes its place.</summary>
    public const string StagePrefix = ".stage-";
    /// <summary>Under which a damaged snapshot is kept.</summary>
    public const string DamagedSuffix = ".damaged";
    /// <summary>Under which a folder waits for its removal.</summary>
    public const string RemovedPrefix = ".removed-";

    // Also names that later versions have set aside.
    static readonly string[] s_inRuns =
    [
        Events, Snapshot, Result, ExitCode, Cleanup, RunLock, WorkerLock, Worker, WorkerPid, Heartbeat, Reserve, Stop,
        Logs, Sessions, Generations, Environment, DeadLetters,
    ];

    /// <summary>Whether something of Mill's own goes by that name in a run's folder, on any file system.</summary>
    public static bool IsMills(string name) => s_inRuns.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.EndsWith(StageSuffix, StringComparison.OrdinalIgnoreCase) || name.Contains(DamagedSuffix, StringComparison.OrdinalIgnoreCase);
}
