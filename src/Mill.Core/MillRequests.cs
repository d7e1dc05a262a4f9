using Mill.Runs;

namespace Mill;

/// <summary>What a start asks for. What is null is not said: files of settings may say it, else it is as built in.</summary>
public sealed record StartRequest
{
    /// <summary>The command: a name to look up on PATH, or a path; empty where a template or a plan gives it.</summary>
    public required string Command { get; init; }
    /// <summary>Its arguments, one by one; they follow those of a template.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
    /// <summary>The template that it is made of, by its name in the files of settings.</summary>
    public string? Template { get; init; }
    /// <summary>What the template's parameters stand for.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    /// <summary>Many tasks in place of one command; limits are then what each task has that says none of its own, but for the
    /// timeout, which is the whole run's.</summary>
    public PlanRequest? Plan { get; init; }
    /// <summary>Whether and how a command that ended badly is tried again; for a plan, every task that does not say so itself.</summary>
    public RetryPolicy? Retry { get; init; }
    /// <summary>Files to be kept with the run and run from there; null for a command that is there already.</summary>
    public ProgramCopy? Program { get; init; }
    /// <summary>A name for people.</summary>
    public string? Name { get; init; }
    /// <summary>The folder to start in; null means the template's, else the caller's.</summary>
    public string? WorkingDirectory { get; init; }
    /// <summary>The folder that the caller is in; null means that of this process.</summary>
    public string? CallerDirectory { get; init; }
    /// <summary>Variables to set; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
    /// <summary>The environment to start from; null means the caller's.</summary>
    public IReadOnlyDictionary<string, string>? BaseEnvironment { get; init; }
    /// <summary>Words to find the run by.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    /// <summary>How long the run may take.</summary>
    public TimeSpan? Timeout { get; init; }
    /// <summary>How long it may say nothing.</summary>
    public TimeSpan? IdleTimeout { get; init; }
    /// <summary>How long processes have between being asked to end and being ended.</summary>
    public TimeSpan? Grace { get; init; }
    /// <summary>How much memory the tree may take, in bytes.</summary>
    public long? MemoryLimit { get; init; }
    /// <summary>How many processors the tree may use.</summary>
    public double? CpuLimit { get; init; }
    /// <summary>How much of each stream is kept, in bytes.</summary>
    public long? LogCap { get; init; }
    /// <summary>How much the process may write before it is ended, in bytes.</summary>
    public long? OutputLimit { get; init; }
    /// <summary>Whether both streams go to one file.</summary>
    public bool? Merge { get; init; }
    /// <summary>Whether processes that the main one leaves behind may live on.</summary>
    public bool? AllowBackground { get; init; }
    /// <summary>Whether the process is asked to write line by line.</summary>
    public bool? LineBuffered { get; init; }
    /// <summary>Whether secret-looking values may be kept on disk.</summary>
    public bool? KeepSecrets { get; init; }
    /// <summary>Where the run's result is taken from.</summary>
    public ResultRule? ResultFrom { get; init; }
    /// <summary>Whether the run has failed where it leaves no result; where nobody says where that is taken from, from the last line of JSON.</summary>
    public bool? RequireResult { get; init; }
    /// <summary>What is run after every end; one without a command means nothing, whatever a file says.</summary>
    public RunHook? OnEnd { get; init; }
    /// <summary>What is run after an end as failed; one without a command means nothing, whatever a file says.</summary>
    public RunHook? OnFailure { get; init; }
    /// <summary>Whether files of settings are left out of it.</summary>
    public bool IgnoreSettings { get; init; }
    /// <summary>Whether the caller exits at once, so that its child is nobody's without an intermediate process.</summary>
    public bool CallerExits { get; init; }
    /// <summary>Whether the caller stays until the run is over, so that nothing need be said of what may end it before.</summary>
    public bool CallerStays { get; init; }
    /// <summary>The queue to wait in for a free slot; null starts it at once.</summary>
    public string? Queue { get; init; }
    /// <summary>From -100 to 100; in its queue, higher ones go first.</summary>
    public int? Priority { get; init; }
    /// <summary>The runs that have to be complete before: ids, beginnings of one, or last four letters.</summary>
    public IReadOnlyList<string> After { get; init; } = [];
    /// <summary>Whether it is enough that those are over, however.</summary>
    public bool AfterAny { get; init; }

    /// <summary>Whether it leaves nothing open that files of settings could say.</summary>
    internal bool IsSettled { get; init; }
    /// <summary>The template that it has been made of: placeholders in arguments and variables are filled in at the launch.</summary>
    internal RunTemplate? MadeOf { get; init; }
}

/// <summary>What is to hold for a queue; what is null stays as it is.</summary>
public sealed record QueueRequest
{
    /// <summary>How many of its runs may run at once.</summary>
    public int? Parallel { get; init; }
    /// <summary>Whether any number may.</summary>
    public bool Unlimited { get; init; }
    /// <summary>Whether nothing of it is started for now.</summary>
    public bool? Paused { get; init; }
}

/// <summary>Files that are written into the run's folder before it can be seen, for its process to run.</summary>
public sealed record ProgramCopy
{
    /// <summary>The file that the process is given: its path in the run's folder comes after all arguments.</summary>
    public required string Entry { get; init; }
    /// <summary>What the files hold, by their plain names; together at most 16 MiB.</summary>
    public required IReadOnlyDictionary<string, byte[]> Files { get; init; }
    /// <summary>What people see in the command's place; its first thousand characters are kept.</summary>
    public required string Title { get; init; }
    /// <summary>The path of the script that it is a copy of.</summary>
    public string? Origin { get; init; }
    /// <summary>One of <see cref="ProgramKinds"/>.</summary>
    public required string Kind { get; init; }
}

/// <summary>Which runs to list.</summary>
public sealed record RunFilter
{
    /// <summary>Only with one of these; none means any.</summary>
    public IReadOnlyList<EffectiveStatus> Statuses { get; init; } = [];
    /// <summary>Only those on the to-do list.</summary>
    public bool Active { get; init; }
    /// <summary>Only the newest so many.</summary>
    public int? Last { get; init; }
    /// <summary>Only with all of these tags; a null value means any value.</summary>
    public IReadOnlyDictionary<string, string?> Tags { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
    /// <summary>Only with one of these ids; <c>*</c> and <c>?</c> stand for anything; none means any.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];
    /// <summary>Only with one of these names; <c>*</c> and <c>?</c> stand for anything; none means any.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
    /// <summary>Only feeling like one of these; none means any.</summary>
    public IReadOnlyList<Health> Healths { get; init; } = [];
    /// <summary>Only started right inside one of these runs; none means anywhere.</summary>
    public IReadOnlyList<string> ParentIds { get; init; } = [];
    /// <summary>Only asked for before.</summary>
    public DateTimeOffset? Before { get; init; }
    /// <summary>Only asked for after.</summary>
    public DateTimeOffset? After { get; init; }
    /// <summary>Only those of which this is true.</summary>
    public Func<Run, bool>? Where { get; init; }
    /// <summary>Whether runs that were started inside another follow it; the newest so many are then outermost ones.</summary>
    public bool Tree { get; init; }
    /// <summary>Of a tree, only this run and what is inside it.</summary>
    public string? Root { get; init; }

    /// <summary>Whether nothing but a number has to be known to tell which runs those are.</summary>
    internal bool IsOnlyLast => Statuses.Count + Healths.Count + Ids.Count + Names.Count + Tags.Count + ParentIds.Count == 0
        && Before is null && After is null && Where is null;

    /// <summary>Whether a run is one of those; how many there may be is for the list to see to.</summary>
    public bool LetsThrough(Run run) =>
        (Statuses.Count == 0 || Statuses.Contains(run.EffectiveStatus))
        && (Healths.Count == 0 || Healths.Contains(run.Health))
        && LetsThroughId(run.Id)
        && (Names.Count == 0 || Names.Any(pattern => Matches(pattern, run.Name)))
        && Tags.All(tag => run.Tags.TryGetValue(tag.Key, out var value) && (tag.Value is null || tag.Value == value))
        && (ParentIds.Count == 0 || ParentIds.Contains(run.ParentId))
        && !(run.CreatedAt >= Before) && !(run.CreatedAt <= After)
        && (!Active || run.Mismatch || !run.EffectiveStatus.IsEnd())
        && Where?.Invoke(run) != false;

    /// <summary>Whether the id alone does not rule a run out.</summary>
    internal bool LetsThroughId(string id) => Ids.Count == 0 || Ids.Any(pattern => Matches(pattern, id));

    static bool Matches(string pattern, string? text) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, text);
}

/// <summary>How to stop.</summary>
public sealed record StopRequest
{
    /// <summary>Why, in words.</summary>
    public string? Reason { get; init; }
    /// <summary>How long processes have; null means what the run was started with.</summary>
    public TimeSpan? Grace { get; init; }
    /// <summary>Whether processes that were allowed to stay behind are ended too.</summary>
    public bool Force { get; init; }
}

/// <summary>How to repair.</summary>
public sealed record RepairRequest
{
    /// <summary>How often a run may be resumed, unless somebody says otherwise.</summary>
    public const int UsualMostResumes = 3;

    /// <summary>Whether only the verdict is wanted.</summary>
    public bool DryRun { get; init; }
    /// <summary>Whether runs that are flagged are ended too.</summary>
    public bool Force { get; init; }
    /// <summary>How old the last sign of life of a run that cannot be judged has to be.</summary>
    public TimeSpan? StaleGrace { get; init; }
    /// <summary><c>resume</c> or <c>retry</c> for what is lost; null marks it failed.</summary>
    public string? Action { get; init; }
    /// <summary>How often a run may be resumed in all before a repair leaves it failed.</summary>
    public int MostResumes { get; init; } = UsualMostResumes;
    /// <summary>Asked with the verdict before a run is touched; where it says no, the verdict is all that comes of it.</summary>
    public Func<RepairOutcome, bool>? Agree { get; init; }

    internal bool Allows(RepairOutcome verdict) => (Agree is null || Agree(verdict)) && !DryRun;
}

/// <summary>How to resume.</summary>
public sealed record ResumeRequest
{
    /// <summary>Whether only the plan is wanted.</summary>
    public bool DryRun { get; init; }
    /// <summary>Only these tasks; none means all that have not finished.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];
    /// <summary>Parameters of its template or plan that are changed.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    /// <summary>A task that runs again with all that wait for it, whether they had finished or not.</summary>
    public string? From { get; init; }
    /// <summary>Variables given again or changed; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
    /// <summary>The environment to start from; null means the caller's.</summary>
    public IReadOnlyDictionary<string, string>? BaseEnvironment { get; init; }
    /// <summary>Whether the caller exits at once.</summary>
    public bool CallerExits { get; init; }
}

/// <summary>What to note.</summary>
public sealed record NoteRequest
{
    /// <summary>The note; its line ends become spaces, and its first two thousand characters are kept.</summary>
    public required string Text { get; init; }
    /// <summary>How much is done; together with the total.</summary>
    public int? Done { get; init; }
    /// <summary>Out of how much.</summary>
    public int? Total { get; init; }
    /// <summary>About which run; null means the one that this process is inside of.</summary>
    public RunId? Run { get; init; }
}

/// <summary>What to ask.</summary>
public sealed record AskRequest
{
    /// <summary>The question; its line ends become spaces, and its first two thousand characters are kept.</summary>
    public required string Text { get; init; }
    /// <summary>What may be answered; none means anything.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
    /// <summary>What counts when nobody answers in time.</summary>
    public string? Default { get; init; }
    /// <summary>How long to wait; null means 24 hours.</summary>
    public TimeSpan? Timeout { get; init; }
    /// <summary>Told of the run and the question once it is asked.</summary>
    public Action<string, Question>? Asked { get; init; }
}

/// <summary>What to answer.</summary>
public sealed record AnswerRequest
{
    /// <summary>The answer; of a question with choices, one of them, in any case.</summary>
    public required string Answer { get; init; }
    /// <summary>To which question; null means the only one.</summary>
    public string? Question { get; init; }
}

/// <summary>How to watch.</summary>
public sealed record WatchRequest
{
    /// <summary>Whether events are wanted.</summary>
    public bool Events { get; init; } = true;
    /// <summary>Whether output is wanted.</summary>
    public bool Io { get; init; } = true;
    /// <summary>Of what already happened, only what is younger; output has no times, so a log counts whole, by when it was last written to.</summary>
    public DateTimeOffset? Since { get; init; }
    /// <summary>Of what already happened, only the last so many items; none means only what is new.</summary>
    public int? Tail { get; init; }
}

/// <summary>Which log to read, and how.</summary>
public sealed record LogRequest
{
    /// <summary>Whether standard output is wanted.</summary>
    public bool Out { get; init; } = true;
    /// <summary>Whether standard error is wanted.</summary>
    public bool Err { get; init; } = true;
    /// <summary>Only the last so many lines of each stream.</summary>
    public int? Last { get; init; }
    /// <summary>Whether to go on until the run ends, with later attempts too.</summary>
    public bool Follow { get; init; }
    /// <summary>Whether that begins with the first attempt of this life of the run, and not with the newest: for those who follow what they started.</summary>
    public bool FromFirst { get; init; }
    /// <summary>Of which task; null means the newest spawn.</summary>
    public string? Task { get; init; }
}

/// <summary>A stretch of a log, in whole lines, byte for byte.</summary>
/// <param name="IsErr">Whether it is standard error.</param>
/// <param name="Bytes">The bytes, line ends included.</param>
/// <param name="CutBytes">How much was cut before them to keep the log within its cap.</param>
public sealed record LogChunk(bool IsErr, ReadOnlyMemory<byte> Bytes, long CutBytes);

/// <summary>What to take away.</summary>
public sealed record SweepRequest
{
    /// <summary>Whether only the list is wanted.</summary>
    public bool DryRun { get; init; }
    /// <summary>Ended runs older than this go as a whole.</summary>
    public TimeSpan? OlderThan { get; init; }
    /// <summary>Only so many ended runs stay.</summary>
    public int? Keep { get; init; }
    /// <summary>How long logs stay after the end; null means the setting in force.</summary>
    public TimeSpan? LogRetention { get; init; }
    /// <summary>How much room all logs may take; null means the setting in force.</summary>
    public long? LogMaxBytes { get; init; }
}
