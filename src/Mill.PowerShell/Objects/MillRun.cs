using Mill.Json;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>A run as PowerShell shows it: plain text, numbers and local times, the same in JSON and in this shell.</summary>
public class MillRun : INamesRun
{
    internal MillRun(Run run, string home)
    {
        Id = run.Id;
        Name = run.Name;
        EffectiveStatus = run.EffectiveStatus.Word();
        Status = run.Status.Word();
        Mismatch = run.Mismatch;
        Health = run.Health.Word();
        HealthReason = run.HealthReason;
        Reason = run.Reason?.Text;
        Message = Spelling.Message(run);
        ExitCode = run.ExitCode;
        Signal = run.Signal;
        CreatedAt = run.CreatedAt?.LocalDateTime;
        StartedAt = run.StartedAt?.LocalDateTime;
        EndedAt = run.EndedAt?.LocalDateTime;
        DurationMs = run.DurationMs;
        Duration = run.DurationMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
        Command = run.Command;
        Arguments = [.. run.Arguments];
        CommandLine = SafeText.Command(run);
        WorkingDirectory = run.WorkingDirectory;
        Tags = OfAnyCase(run.Tags);
        ParentId = run.ParentId;
        Depth = run.Depth;
        Generation = run.Generation;
        Queue = run.Queue?.Name;
        Priority = run.Queue?.Priority;
        After = [.. run.Queue?.After ?? []];
        Worker = run.Worker is { } worker ? new MillWorker(worker) : null;
        Heartbeat = run.Heartbeat is { } beat ? new MillHeartbeat(beat) : null;
        Result = run is { Result: { } result } ? JsonValues.Of(result) : null;
        Progress = run.Progress is { } progress ? new MillProgress(progress) : null;
        Plan = run.Plan is { } plan ? new MillRunPlan(plan) : null;
        ExpectedEndAt = run.ExpectedEndAt?.LocalDateTime;
        Note = run.Note;
        NotedAt = run.NotedAt?.LocalDateTime;
        Questions = [.. run.Questions.Select(one => new MillQuestion(run, one, home))];
        Tasks = [.. run.Tasks.Select(task => new MillTask(task))];
        Revision = run.Revision;
        Directory = run.Directory;
        Home = home;
    }

    /// <summary>Its id.</summary>
    public string Id { get; }
    /// <summary>Its name.</summary>
    public string? Name { get; }
    /// <summary>What is true now.</summary>
    public string EffectiveStatus { get; }
    /// <summary>What is recorded.</summary>
    public string Status { get; }
    /// <summary>Whether record and truth differ in a way that repair would mend.</summary>
    public bool Mismatch { get; }
    /// <summary>How it feels.</summary>
    public string Health { get; }
    /// <summary>Why it is said to feel so.</summary>
    public string? HealthReason { get; }
    /// <summary>Why it ended.</summary>
    public string? Reason { get; }
    /// <summary>The reason in words.</summary>
    public string? Message { get; }
    /// <summary>The exit code; 128 and the signal's number for a signal.</summary>
    public int? ExitCode { get; }
    /// <summary>The name of the signal that ended it.</summary>
    public string? Signal { get; }
    /// <summary>When it was asked for.</summary>
    public DateTime? CreatedAt { get; }
    /// <summary>When its process was launched.</summary>
    public DateTime? StartedAt { get; }
    /// <summary>When it ended.</summary>
    public DateTime? EndedAt { get; }
    /// <summary>How long it took, or has taken so far.</summary>
    public TimeSpan? Duration { get; }
    /// <summary>The same in milliseconds.</summary>
    public long? DurationMs { get; }
    /// <summary>The command.</summary>
    public string? Command { get; }
    /// <summary>Its arguments.</summary>
    public string[] Arguments { get; }
    /// <summary>What it does: its script, or both as they could be typed into a shell; fit for a terminal.</summary>
    public string CommandLine { get; }
    /// <summary>The folder that its process started in.</summary>
    public string? WorkingDirectory { get; }
    /// <summary>Words to find it by.</summary>
    public Dictionary<string, string> Tags { get; }
    /// <summary>The run inside which it was started.</summary>
    public string? ParentId { get; }
    /// <summary>How many runs it is inside of.</summary>
    public int Depth { get; }
    /// <summary>Which life of the run.</summary>
    public int Generation { get; }
    /// <summary>The queue that it waits in, or got its slot from.</summary>
    public string? Queue { get; }
    /// <summary>Its priority there.</summary>
    public int? Priority { get; }
    /// <summary>The runs that have to be over before.</summary>
    public string[] After { get; }
    /// <summary>Who supervises it.</summary>
    public MillWorker? Worker { get; }
    /// <summary>The worker's last sign of life.</summary>
    public MillHeartbeat? Heartbeat { get; }
    /// <summary>What its process left as its result: a text, a number, objects as ConvertFrom-Json makes them; nothing in lists.</summary>
    public object? Result { get; }
    /// <summary>How far it is.</summary>
    public MillProgress? Progress { get; }
    /// <summary>The plan that it goes through; null for a run of one command.</summary>
    public MillRunPlan? Plan { get; }
    /// <summary>When runs of its name that took as long as usual would be done; only told where one run is asked for.</summary>
    public DateTime? ExpectedEndAt { get; }
    /// <summary>What it told last, or somebody about it.</summary>
    public string? Note { get; }
    /// <summary>When.</summary>
    public DateTime? NotedAt { get; }
    /// <summary>What it asks and nobody has answered.</summary>
    public MillQuestion[] Questions { get; }
    /// <summary>Its tasks.</summary>
    public MillTask[] Tasks { get; }
    /// <summary>Grows with every change.</summary>
    public long Revision { get; }
    /// <summary>Its folder.</summary>
    public string Directory { get; }
    /// <summary>The home that it is in.</summary>
    public string Home { get; }

    /// <summary>The id.</summary>
    public override string ToString() => Id;

    // As everything in PowerShell, unless two of them differ by nothing but case.
    static TagWords OfAnyCase(IReadOnlyDictionary<string, string> tags) =>
        new(tags, tags.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() == tags.Count ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    // Export-Csv and text with a run's tags in it get the words, and not the name of a type.
    sealed class TagWords(IReadOnlyDictionary<string, string> tags, StringComparer comparer) : Dictionary<string, string>(tags, comparer)
    {
        public override string ToString() => Views.Cells.Tags(this);
    }
}
