namespace Mill.Store;

/// <summary>The names in a home and in a run's folder.</summary>
internal static class FileNames
{
    public const string Runs = "runs";
    public const string Active = "active";

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
    public const string Logs = "logs";
    public const string Sessions = "sessions";
    public const string Generations = "generations";
    public const string WorkerLog = "logs/worker.log";
    public const string CancelLog = "logs/cancel.log";
    public const string RepairLog = "logs/repair.log";

    /// <summary>Under which a file is written before it takes its place.</summary>
    public const string StageSuffix = ".stage";
    /// <summary>Under which a damaged snapshot is kept.</summary>
    public const string DamagedSuffix = ".damaged";
    /// <summary>Under which a folder waits for its removal.</summary>
    public const string RemovedPrefix = ".removed-";
}
