using Mill.Runs;

namespace Mill.Json;

/// <summary>The form of each kind of record: its members, in the order in which they are written.</summary>
internal static partial class Forms
{
    public static RunSpec Of(Fields f, RunSpec? it) => new()
    {
        Command = f.Text("command", it?.Command, must: true),
        Path = f.Text("path", it?.Path, must: true),
        Arguments = f.Texts("arguments", it?.Arguments),
        Template = f.Part("template", it?.Template, Of),
        Parameters = f.Map("parameters", it?.Parameters),
        Program = f.Part("program", it?.Program, Of),
        Plan = f.Part("plan", it?.Plan, Of),
        Retry = f.Part("retry", it?.Retry, Of),
        WorkingDirectory = f.Text("workingDirectory", it?.WorkingDirectory, must: true),
        Name = f.Text("name", it?.Name),
        Tags = f.Map("tags", it?.Tags),
        Environment = f.Map("environment", it?.Environment),
        SecretNames = f.Texts("secretNames", it?.SecretNames),
        RemovedEnvironment = f.Texts("removedEnvironment", it?.RemovedEnvironment),
        KeepSecrets = f.Flag("keepSecrets", it?.KeepSecrets),
        TimeoutMs = f.LongOrNull("timeoutMs", it?.TimeoutMs),
        IdleTimeoutMs = f.LongOrNull("idleTimeoutMs", it?.IdleTimeoutMs),
        GraceMs = f.Long("graceMs", it?.GraceMs),
        MemoryLimitBytes = f.LongOrNull("memoryLimitBytes", it?.MemoryLimitBytes),
        CpuLimit = f.DoubleOrNull("cpuLimit", it?.CpuLimit),
        LogCapBytes = f.Long("logCapBytes", it?.LogCapBytes),
        OutputLimitBytes = f.LongOrNull("outputLimitBytes", it?.OutputLimitBytes),
        Merge = f.Flag("merge", it?.Merge),
        AllowBackground = f.Flag("allowBackground", it?.AllowBackground),
        LineBuffered = f.Flag("lineBuffered", it?.LineBuffered),
        ResultFrom = f.Part("resultFrom", it?.ResultFrom, Of),
        OnEnd = f.Part("onEnd", it?.OnEnd, Of),
        OnFailure = f.Part("onFailure", it?.OnFailure, Of),
        ParentId = f.Text("parentId", it?.ParentId),
        Depth = f.Int("depth", it?.Depth),
        OpenFilesLimit = f.LongOrNull("openFilesLimit", it?.OpenFilesLimit),
        Queue = f.Part("queue", it?.Queue, Of),
    };

    public static RunTemplate Of(Fields f, RunTemplate? it) => new(f.Text("name", it?.Name), f.Text("source", it?.Source));

    public static RunProgram Of(Fields f, RunProgram? it) => new()
    {
        Entry = f.Text("entry", it?.Entry, must: true),
        Files = f.Texts("files", it?.Files),
        Title = f.Text("title", it?.Title, must: true),
        Origin = f.Text("origin", it?.Origin),
        Kind = f.Text("kind", it?.Kind, must: true),
    };

    public static RunPlan Of(Fields f, RunPlan? it) => new()
    {
        Origin = f.Text("origin", it?.Origin),
        Parallel = f.Int("parallel", it?.Parallel),
        FailFast = f.Flag("failFast", it?.FailFast),
        Tasks = f.Parts("tasks", it?.Tasks, Of),
    };

    public static TaskSpec Of(Fields f, TaskSpec? it) => new()
    {
        Name = f.Text("name", it?.Name, must: true),
        Command = f.Text("command", it?.Command, must: true),
        Path = f.Text("path", it?.Path),
        Arguments = f.Texts("arguments", it?.Arguments),
        WorkingDirectory = f.Text("workingDirectory", it?.WorkingDirectory),
        Environment = f.Map("environment", it?.Environment),
        RemovedEnvironment = f.Texts("removedEnvironment", it?.RemovedEnvironment),
        After = f.Texts("after", it?.After),
        TimeoutMs = f.LongOrNull("timeoutMs", it?.TimeoutMs),
        IdleTimeoutMs = f.LongOrNull("idleTimeoutMs", it?.IdleTimeoutMs),
        MemoryLimitBytes = f.LongOrNull("memoryLimitBytes", it?.MemoryLimitBytes),
        CpuLimit = f.DoubleOrNull("cpuLimit", it?.CpuLimit),
        Retry = f.Part("retry", it?.Retry, Of),
        AllowFailure = f.Flag("allowFailure", it?.AllowFailure),
        Outputs = f.Texts("outputs", it?.Outputs),
    };

    public static RetryPolicy Of(Fields f, RetryPolicy? it) => new()
    {
        Attempts = f.Int("attempts", it?.Attempts),
        DelayMs = f.Long("delayMs", it?.DelayMs),
        Factor = f.Double("factor", it?.Factor),
        MaxDelayMs = f.Long("maxDelayMs", it?.MaxDelayMs),
        Jitter = f.Double("jitter", it?.Jitter),
        On = f.Texts("on", it?.On),
    };

    public static ResultRule Of(Fields f, ResultRule? it) => new()
    {
        From = f.Text("from", it?.From),
        Path = f.Text("path", it?.Path),
        Required = f.Flag("required", it?.Required),
    };

    public static RunHook Of(Fields f, RunHook? it) => new()
    {
        Command = f.Texts("command", it?.Command),
        TimeoutMs = f.Long("timeoutMs", it?.TimeoutMs),
    };

    public static RunQueue Of(Fields f, RunQueue? it) => new()
    {
        Name = f.Text("name", it?.Name),
        Priority = f.Int("priority", it?.Priority),
        After = f.Texts("after", it?.After),
        AfterAny = f.Flag("afterAny", it?.AfterAny),
        Since = f.Time("since", it?.Since),
    };
}
