using System.Text.Json;
using Mill.Logs;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>What the spawns of a generation came to.</summary>
internal sealed class SpawnResults(RunFolder folder, bool isPlan, StepLog log)
{
    // The last lines of thousands of tasks would make a result that nobody can read any more.
    const int WholeTexts = 100, ShortText = 2_000;

    readonly List<SpawnResult> _all = [];

    /// <summary>All of them, in the order of their ends.</summary>
    public IReadOnlyList<SpawnResult> All => _all;

    /// <summary>What the last of them left as the run's result.</summary>
    public JsonElement? Value { get; set; }

    /// <summary>Adds one.</summary>
    public void Add(SpawnResult result) => _all.Add(
        !isPlan ? result : _all.Count >= WholeTexts && result.Status == RunStatus.Complete ? result with { Out = Without(result.Out), Err = Without(result.Err) } : Shortened(result));

    /// <summary>What a spawn that ended came to.</summary>
    public SpawnResult Of(LiveSpawn spawn, SpawnOutcome outcome, Usage? usage)
    {
        var (standardOut, standardErr) = spawn.Launched.Logs.Result(log.Say);
        var session = folder[$"{FileNames.Sessions}/{spawn.Id}.jsonl"];
        return new SpawnResult
        {
            SpawnId = spawn.Id.ToString(),
            Task = spawn.Id.Task,
            Status = outcome.Status,
            Reason = outcome.Reason,
            Message = outcome.Message,
            ExitCode = outcome.ExitCode,
            Signal = outcome.Signal,
            StartedAt = spawn.Launched.StartedAt,
            EndedAt = folder.Platform.Clock.GetUtcNow(),
            Usage = usage,
            Out = standardOut,
            Err = standardErr,
            SessionRef = folder.Platform.Files.Look(session) is { Kind: FileKind.File } ? session : null,
        };
    }

    /// <summary>What an attempt came to that could not be launched.</summary>
    public SpawnResult Unlaunched(SpawnId id, string message) => new()
    {
        SpawnId = id.ToString(),
        Task = id.Task,
        Status = RunStatus.Failed,
        Reason = Reason.SpawnFailed,
        Message = message,
        EndedAt = folder.Platform.Clock.GetUtcNow(),
    };

    /// <summary>The event that tells the same.</summary>
    public static SpawnEnded EventOf(SpawnResult spawn) => new(
        spawn.SpawnId, spawn.Task, spawn.Status, spawn.Reason, spawn.Message, spawn.ExitCode, spawn.Signal, spawn.EndedAt!.Value);

    /// <summary>A result with short texts: what filled the disk may be what the process wrote.</summary>
    public static SpawnResult Shortened(SpawnResult spawn) => spawn with { Out = Shortened(spawn.Out), Err = Shortened(spawn.Err) };

    static StreamResult? Shortened(StreamResult? stream) => stream is { Last: { } last } && last.Text.Length > ShortText
        ? stream with { Last = last with { Text = StoredTexts.Cut(last.Text, ShortText).Text, Truncated = true } }
        : stream;

    static StreamResult? Without(StreamResult? stream) => stream is null ? null : stream with { Last = null };
}
