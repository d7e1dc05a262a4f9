using Mill.Plans;
using Mill.Platform;
using Mill.Runs;
using Mill.Written;

namespace Mill.Launch;

/// <summary>Makes a plan out of what was asked for: every command found, every folder named, every fault told at once.</summary>
internal sealed class PlanPreparation(IPlatform platform, CommandLookup lookup)
{
    readonly Faults _faults = new();
    readonly Dictionary<(string Command, string Folder, string? Path), string> _found = [];

    /// <summary>The plan, for a run that starts in a folder with an environment.</summary>
    public RunPlan Prepare(PlanRequest plan, StartRequest request, string folder, Dictionary<string, string> environment)
    {
        PlanCheck.Check(plan, _faults);
        var name = plan.Origin ?? "plan";
        _faults.Refuse(MillError.BadPlan, name);
        var tasks = plan.Tasks.Select(task => Try(task, () => Prepared(task, request, folder, environment))).ToList();
        _faults.Refuse(MillError.BadPlan, name);
        return new RunPlan { Origin = plan.Origin, Parallel = plan.Parallel ?? 1, FailFast = plan.FailFast, Tasks = tasks! };
    }

    TaskSpec? Try(TaskRequest task, Func<TaskSpec> prepare)
    {
        try
        {
            return prepare();
        }
        catch (MillException e)
        {
            _faults.Add(task.Line, $"task '{task.Name}': {e.Message}");
            return null;
        }
    }

    TaskSpec Prepared(TaskRequest task, StartRequest request, string folder, Dictionary<string, string> environment)
    {
        Check(task, request);
        var own = task.WorkingDirectory is null ? null : Path.GetFullPath(task.WorkingDirectory, folder);
        // What an earlier task makes cannot be there yet.
        var isMade = task.After.Count > 0;
        if (own is not null && !isMade && !Directory.Exists(own)) throw new MillException(MillError.FolderNotFound, $"The folder {own} does not exist.", own);
        return new TaskSpec
        {
            Name = task.Name,
            Command = task.Command,
            Path = Found(task, request, own ?? folder, environment, isMade),
            Arguments = task.Arguments,
            WorkingDirectory = own,
            Environment = task.Environment.Where(one => one.Value is not null).ToDictionary(one => one.Key, one => one.Value!, StringComparer.Ordinal),
            RemovedEnvironment = [.. task.Environment.Where(one => one.Value is null).Select(one => one.Key)],
            After = task.After,
            TimeoutMs = (long?)task.Timeout?.TotalMilliseconds,
            IdleTimeoutMs = (long?)(task.IdleTimeout ?? request.IdleTimeout)?.TotalMilliseconds,
            MemoryLimitBytes = task.MemoryLimit ?? request.MemoryLimit,
            CpuLimit = task.CpuLimit ?? request.CpuLimit,
            Retry = task.Retry ?? request.Retry,
            AllowFailure = task.AllowFailure,
            Outputs = [.. task.Outputs.Select(output => Path.GetFullPath(output, own ?? folder))],
        };
    }

    string? Found(TaskRequest task, StartRequest request, string folder, Dictionary<string, string> environment, bool isMade)
    {
        var path = task.Environment.TryGetValue("PATH", out var given) ? given : environment.GetValueOrDefault("PATH");
        if (request.Parameters.Count > 0)
        {
            if (given is not null) path = Placeholders.Fill(given, name => request.Parameters.GetValueOrDefault(name));
            // What stands for something at the launch alone is not known before; then it is looked for.
            if (path is not null && Placeholders.AreIn(path) && !platform.Programs.IsPath(task.Command)) return null;
        }
        if (_found.TryGetValue((task.Command, folder, path), out var known)) return known;
        try
        {
            return _found[(task.Command, folder, path)] = lookup.Find(task.Command, task.Arguments, folder, path);
        }
        catch (MillException) when (isMade && platform.Programs.IsPath(task.Command))
        {
            return null;
        }
    }

    static void Check(TaskRequest task, StartRequest request)
    {
        if (task.Command.Length == 0) throw new MillException(MillError.BadValue, "No command was given.", task.Name);
        foreach (var text in task.Arguments.Append(task.Command).Concat(task.Outputs)) RequestCheck.Measure(text);
        foreach (var (name, value) in task.Environment)
        {
            RequestCheck.CheckVariable(name);
            RequestCheck.Measure($"{name}={value}");
        }
        if (request.KeepSecrets is not true && RequestCheck.Secrets(task.Environment).FirstOrDefault() is { } secret)
            throw new MillException(MillError.SecretNotKept, $"'{secret}' looks like a secret, and what a task is given is kept on disk; give it to the whole run with --env, or say --keep-secrets.", secret);
        if (task.WorkingDirectory?.Contains('\0', StringComparison.Ordinal) == true) throw new MillException(MillError.FolderNotFound, "The folder to start in has a NUL character in its path.", null);
        RequestCheck.CheckDuration(task.Timeout, "timeout", zeroIsFine: false);
        RequestCheck.CheckDuration(task.IdleTimeout, "idle timeout", zeroIsFine: false);
        RequestCheck.CheckSize(task.MemoryLimit, "memory limit", RunSpec.LeastMemoryBytes);
        if (task.Retry is { IsWhole: false } or { Attempts: > RetryReader.MostAttempts }) throw new MillException(MillError.BadValue, "Its retry policy makes no sense.", task.Name);
    }
}
