using Mill.Cancel;
using Mill.Json;
using Mill.Launch;
using Mill.Logs;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>
/// Runs the commands that follow an end: once it is recorded and the tree is gone, while the life lock is still held, so
/// that what they leave behind is found should this worker be lost. Nothing that becomes of them changes the run.
/// </summary>
internal sealed class Hooks(RunFolder folder, WorkerOrders orders, ISupervisor supervisor, Duties duties, SpawnId spawn, StepLog log)
{
    const string Mark = "MILL_HOOK";
    static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    readonly IPlatform _platform = folder.Platform;

    /// <summary>Whether any is to be run after such an end.</summary>
    public bool Follow(RunRecord? ended) => For(ended).Any();

    /// <summary>Runs them, one after the other.</summary>
    public void Run(RunRecord? ended)
    {
        foreach (var (name, hook) in For(ended))
        {
            try
            {
                if (!duties.FolderGone) log.Say($"hook {name}: {Run(name, hook, ended!)}");
            }
            catch (Exception e) when (e is MillException or IOException or UnauthorizedAccessException)
            {
                log.Say($"hook {name}: it could not be run: {e.Message}");
            }
        }
    }

    IEnumerable<(string Name, RunHook Hook)> For(RunRecord? ended)
    {
        if (ended is not { IsTerminal: true } || ended.Generation != orders.Generation) yield break;
        if (ended.Status == RunStatus.Failed && orders.Spec.OnFailure is { } onFailure) yield return ("onFailure", onFailure);
        if (orders.Spec.OnEnd is { } onEnd) yield return ("onEnd", onEnd);
    }

    string Run(string name, RunHook hook, RunRecord ended)
    {
        using var output = _platform.Files.OpenToAppend(folder[$"{FileNames.Logs}/hook.{name}.out"]);
        using var errors = _platform.Files.OpenToAppend(folder[$"{FileNames.Logs}/hook.{name}.err"]);
        LogWatch[] logs = [.. new[] { output, errors }.Select(file => new LogWatch(_platform.Files, _platform.Clock, file, orders.Spec.LogCapBytes))];
        Happening.Exited? exit = null;
        var before = Below().Select(one => one.Identity).ToHashSet();
        var process = supervisor.Launch(Launch(name, hook, ended, output, errors));
        log.Say($"hook {name}: launched as process {process.Pid}");
        Steps.Reached("worker.hook-launched");
        duties.Listener = happening => exit ??= happening is Happening.Exited exited && exited.Pid == process.Pid ? exited : null;
        try
        {
            var inTime = Watch(() => exit is not null, TimeSpan.FromMilliseconds(hook.TimeoutMs), logs);
            End(process.Pid, before);
            foreach (var one in logs) one.Look();
            return (inTime, exit) switch
            {
                (false, _) when duties.FolderGone => "it was ended, since the run's folder is gone",
                (false, _) => $"it took longer than {Durations.Say(TimeSpan.FromMilliseconds(hook.TimeoutMs))} and was ended",
                (_, { Signal: { } signal }) => $"ended by {signal}",
                _ => FormattableString.Invariant($"exit code {exit!.ExitCode}"),
            };
        }
        finally
        {
            duties.Listener = null;
        }
    }

    ProcessLaunch Launch(string name, RunHook hook, RunRecord ended, Microsoft.Win32.SafeHandles.SafeFileHandle output, Microsoft.Win32.SafeHandles.SafeFileHandle errors)
    {
        var gaps = new Gaps(folder, orders, spawn);
        var words = gaps.Fill(hook, ended.Status.Word());
        var variables = gaps.Variables().ToList();
        var path = variables.Find(one => ProcessEnvironment.Is(_platform.Programs, one, "PATH"))?[5..];
        return new ProcessLaunch
        {
            Path = new CommandLookup(_platform).Find(words[0], [.. words.Skip(1)], orders.Spec.WorkingDirectory, path),
            Arguments = words,
            Environment =
            [
                .. ProcessEnvironment.ForSpawn(_platform.Programs, variables, ended, spawn, orders.Home, folder.Path,
                    folder[$"{FileNames.Sessions}/{spawn}.jsonl"], WorkerExecutable.Own(_platform.Files)),
                $"MILL_STATUS={ended.Status.Word()}", $"MILL_REASON={ended.Reason?.Text}", FormattableString.Invariant($"MILL_EXIT_CODE={ended.ExitCode}"), $"{Mark}={name}",
            ],
            WorkingDirectory = orders.Spec.WorkingDirectory,
            Out = output,
            Err = errors,
            OpenFilesLimit = orders.Spec.OpenFilesLimit,
        };
    }

    bool Watch(Func<bool> isOver, TimeSpan limit, LogWatch[] logs)
    {
        var began = _platform.Clock.GetTimestamp();
        while (!isOver())
        {
            var left = limit - _platform.Clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero || duties.FolderGone) return false;
            foreach (var one in logs) one.Look();
            var look = logs.Min(one => one.NextLook);
            duties.Step(left < look ? left : look);
        }
        return true;
    }

    // Whoever the run was allowed to leave behind is none of the hook's.
    void End(int process, HashSet<ProcessIdentity> before)
    {
        var ender = new TreeEnder(_platform, _ => [.. Below().Where(one => IsHooks(one, process, before))], time => duties.Step(time));
        var left = ender.End(s_grace);
        if (ender.TermSent + ender.KillSent > 0) log.Say($"what the hook left was ended: TERM {ender.TermSent}, KILL {ender.KillSent}, survivors={left.Count}");
    }

    bool IsHooks(ProcessFacts one, int process, HashSet<ProcessIdentity> before) => !before.Contains(one.Identity)
        && (before.Count == 0 || one.Identity.Pid == process || _platform.Processes.Environment(one.Identity.Pid, Mark)?.ContainsKey(Mark) == true);

    IReadOnlyList<ProcessFacts> Below() => new RunTree(folder).Below(_platform.Processes.Self.Pid);
}
