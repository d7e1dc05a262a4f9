using Mill.Json;
using Mill.Launch;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>Launches attempts at tasks.</summary>
internal sealed class SpawnLauncher(RunFolder folder, WorkerOrders orders, ISupervisor supervisor, StepLog log)
{
    readonly IPlatform _platform = folder.Platform;

    /// <summary>Launches one; <see cref="MillException"/> where its process cannot be.</summary>
    public (LaunchedSpawn Spawn, LimitsInForce? Limits) Launch(RunRecord record, TaskSpec task, SpawnId id)
    {
        var spec = record.Spec;
        var gaps = new Gaps(folder, orders, id);
        string[] arguments = spec.Program is { } program ? [.. gaps.Fill(task.Arguments), ProgramFiles.Entry(folder, program)] : [.. gaps.Fill(task.Arguments)];
        var environment = Environment(record, task, id, gaps);
        var workingDirectory = task.WorkingDirectory ?? spec.WorkingDirectory;
        var path = task.Path ?? Find(task.Command, task.Arguments, workingDirectory, environment);
        _platform.Files.TryCreateFolder(folder[FileNames.Sessions]);
        var logs = new LiveLogs(folder, id, spec);
        Steps.Reached("spawn.logs-made");
        try
        {
            var limits = supervisor.Limit(task.MemoryLimitBytes, task.CpuLimit);
            var process = supervisor.Launch(new ProcessLaunch
            {
                Path = spec.LineBuffered ? Find("stdbuf", [], workingDirectory, environment) : path,
                Arguments = spec.LineBuffered ? ["stdbuf", "-oL", "-eL", path, .. arguments] : [task.Command, .. arguments],
                Environment = environment,
                WorkingDirectory = workingDirectory,
                Out = logs.Out,
                Err = logs.Err,
                OpenFilesLimit = spec.OpenFilesLimit,
            });
            Steps.Reached("spawn.launched");
            log.Say($"launched {id} as process {process.Pid}: {path}");
            var deadline = task.TimeoutMs is { } ms ? new Deadline(_platform.Machine.BootId, Liveness.Ages.BootMs(_platform) + ms) : null;
            return (new LaunchedSpawn(id, process, logs, new Limits(task, spec.OutputLimitBytes, deadline), limits?.Memory == "watched", _platform.Clock.GetUtcNow()), limits);
        }
        catch
        {
            logs.Dispose();
            throw;
        }
    }

    /// <summary>Whether a failure is that of one launch: of its command, or of a system that has no room or no files for it just then.</summary>
    public static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException or MillException
    {
        Code: MillError.SpawnFailed or MillError.CommandNotFound or MillError.CommandNotExecutable or MillError.FolderNotFound or MillError.SystemRefused,
    };

    // The run's own marks come last, and win.
    List<string> Environment(RunRecord record, TaskSpec task, SpawnId id, Gaps gaps) => ProcessEnvironment.ForSpawn(
        _platform.Programs, OfTask(task, gaps), record, id, orders.Home, folder.Path, folder[$"{FileNames.Sessions}/{id}.jsonl"], WorkerExecutable.Own(_platform.Files));

    IEnumerable<string> OfTask(TaskSpec task, Gaps gaps) => task.Environment.Count + task.RemovedEnvironment.Count == 0
        ? gaps.Variables()
        : gaps.Variables()
            .Where(one => !task.Environment.Keys.Concat(task.RemovedEnvironment).Any(name => ProcessEnvironment.Is(_platform.Programs, one, name)))
            .Concat(task.Environment.Select(one => $"{one.Key}={gaps.Fill([one.Value])[0]}"));

    string Find(string command, IReadOnlyList<string> arguments, string workingDirectory, List<string> environment) =>
        new CommandLookup(_platform).Find(command, arguments, workingDirectory, environment.Find(one => ProcessEnvironment.Is(_platform.Programs, one, "PATH"))?[5..]);
}
