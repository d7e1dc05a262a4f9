using Mill.Launch;
using Mill.Runs;
using Mill.Store;

namespace Mill.Resume;

/// <summary>What was asked for once, asked for again.</summary>
internal static class Again
{
    /// <summary>The request for a new run like an old one: it brings copies of the old one's files.</summary>
    public static StartRequest AsNew(RunFolder folder, ResumeRequest request)
    {
        var spec = folder.Require().Spec;
        var asked = Request(folder.Id.Text, spec, request);
        return spec.Program is { } program ? asked with { Program = ProgramFiles.Read(folder, program) } : asked;
    }

    /// <summary>The request that a spec comes from, with changes and without its program. Refused where it needs a secret that was not kept.</summary>
    public static StartRequest Request(string id, RunSpec spec, ResumeRequest request)
    {
        var environment = spec.Environment.ToDictionary(one => one.Key, one => (string?)one.Value, StringComparer.Ordinal);
        foreach (var name in spec.RemovedEnvironment) environment[name] = null;
        foreach (var (name, value) in request.Environment)
            environment[name] = value is not null && spec.Parameters is not null ? Placeholders.Escape(value) : value;
        var missing = spec.SecretNames.Where(name => !request.Environment.ContainsKey(name)).ToList();
        if (missing.Count > 0)
            throw new MillException(MillError.SecretNotKept,
                $"Run {id} was given {string.Join(", ", missing)}, and secrets are not kept; give it again: --env {missing[0]}=…", id);
        return new StartRequest
        {
            Command = spec.Command,
            Arguments = spec.Arguments,
            Plan = spec.Plan is { } plan ? PlanOf(plan) : null,
            Retry = spec.Retry,
            Name = spec.Name,
            WorkingDirectory = spec.WorkingDirectory,
            Environment = environment,
            BaseEnvironment = request.BaseEnvironment,
            Tags = spec.Tags,
            Timeout = Span(spec.TimeoutMs),
            IdleTimeout = Span(spec.IdleTimeoutMs),
            Grace = Span(spec.GraceMs),
            MemoryLimit = spec.MemoryLimitBytes,
            CpuLimit = spec.CpuLimit,
            LogCap = spec.LogCapBytes,
            OutputLimit = spec.OutputLimitBytes,
            Merge = spec.Merge,
            AllowBackground = spec.AllowBackground,
            LineBuffered = spec.LineBuffered,
            KeepSecrets = spec.KeepSecrets,
            ResultFrom = spec.ResultFrom,
            OnEnd = spec.OnEnd,
            OnFailure = spec.OnFailure,
            MadeOf = spec.Template,
            Parameters = Settings.ParameterValues.Changed(id, spec.Parameters, request.Parameters),
            IsSettled = true,
            CallerExits = request.CallerExits,
            Queue = spec.Queue?.Name,
            Priority = spec.Queue?.Priority ?? 0,
        };
    }

    static PlanRequest PlanOf(RunPlan plan) => new()
    {
        Origin = plan.Origin,
        Parallel = plan.Parallel,
        FailFast = plan.FailFast,
        Tasks = [.. plan.Tasks.Select(TaskOf)],
    };

    static TaskRequest TaskOf(TaskSpec task) => new()
    {
        Name = task.Name,
        Command = task.Command,
        Arguments = task.Arguments,
        WorkingDirectory = task.WorkingDirectory,
        Environment = task.Environment.Select(one => (one.Key, Value: (string?)one.Value)).Concat(task.RemovedEnvironment.Select(name => (Key: name, Value: (string?)null)))
            .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal),
        After = task.After,
        Timeout = Span(task.TimeoutMs),
        IdleTimeout = Span(task.IdleTimeoutMs),
        MemoryLimit = task.MemoryLimitBytes,
        CpuLimit = task.CpuLimit,
        Retry = task.Retry,
        AllowFailure = task.AllowFailure,
        Outputs = task.Outputs,
    };

    static TimeSpan? Span(long? ms) => ms is { } known ? TimeSpan.FromMilliseconds(known) : null;
}
