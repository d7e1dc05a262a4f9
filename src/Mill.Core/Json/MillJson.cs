using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Json;

/// <summary>The one place in which Mill's records become JSON and back; generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(WorkerRecord))]
[JsonSerializable(typeof(Heartbeat))]
[JsonSerializable(typeof(Cleanup))]
[JsonSerializable(typeof(StopOrder))]
[JsonSerializable(typeof(QueueSettings))]
[JsonSerializable(typeof(KeptEnvironment))]
[JsonSerializable(typeof(QueueView))]
[JsonSerializable(typeof(QueueView[]))]
[JsonSerializable(typeof(QueueRemoval))]
[JsonSerializable(typeof(WorkerOrders))]
[JsonSerializable(typeof(WorkerReply))]
[JsonSerializable(typeof(RunStarted))]
[JsonSerializable(typeof(StatusChanged))]
[JsonSerializable(typeof(RunEnded))]
[JsonSerializable(typeof(RunRepairedPayload))]
[JsonSerializable(typeof(RunResumed))]
[JsonSerializable(typeof(SpawnStarted))]
[JsonSerializable(typeof(SpawnEnded))]
[JsonSerializable(typeof(TaskMadeReady))]
[JsonSerializable(typeof(TaskToRetry))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(TaskLeftOut))]
[JsonSerializable(typeof(NoteTold))]
[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(QuestionClosed))]
[JsonSerializable(typeof(WorkerStarted))]
[JsonSerializable(typeof(SignalIgnored))]
[JsonSerializable(typeof(LimitMet))]
[JsonSerializable(typeof(WorkerEnded))]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(Run[]))]
[JsonSerializable(typeof(StopOutcome))]
[JsonSerializable(typeof(StopOutcome[]))]
[JsonSerializable(typeof(RepairOutcome))]
[JsonSerializable(typeof(RepairOutcome[]))]
[JsonSerializable(typeof(SweepOutcome[]))]
[JsonSerializable(typeof(ResumeOutcome))]
[JsonSerializable(typeof(RemoveOutcome[]))]
[JsonSerializable(typeof(Setting[]))]
[JsonSerializable(typeof(NoteOutcome))]
[JsonSerializable(typeof(AnswerOutcome))]
[JsonSerializable(typeof(PlanPreview))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(JsonElement[]))]
[JsonSerializable(typeof(WatchItem))]
[JsonSerializable(typeof(ErrorReport))]
internal sealed partial class MillJson : JsonSerializerContext
{
    /// <summary>Text stays readable: only what JSON itself needs is escaped.</summary>
    public static MillJson Plain => s_readable ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    static MillJson? s_readable;
}

/// <summary>What <c>--json</c> says of an error.</summary>
internal sealed record ErrorReport(ErrorBody Error);

/// <summary>The error itself.</summary>
internal sealed record ErrorBody(string Code, string Message, string? Target);

/// <summary>What was removed.</summary>
internal sealed record RemoveOutcome(string Id, bool Removed);

/// <summary>Which queue was removed.</summary>
internal sealed record QueueRemoval(string Name, bool Removed);

/// <summary>A line that a process wrote.</summary>
internal sealed record LogLine(string Stream, string Line);

/// <summary>What a launcher tells its worker over the pipe.</summary>
internal sealed record WorkerOrders(
    string Home, string RunId, int Generation, RunSpec Spec, IReadOnlyList<string> Environment, IReadOnlyList<byte[]>? Bytes = null)
{
    /// <summary>The orders with an environment of which some need not be text: JSON has no room for that.</summary>
    public static WorkerOrders Of(string home, RunRecord record, IEnumerable<string> environment)
    {
        var all = environment.ToLookup(ByteText.HasHalves);
        return new(home, record.Id, record.Generation, record.Spec, [.. all[false]], all[true].Any() ? [.. all[true].Select(ByteText.Bytes)] : null);
    }

    /// <summary>All variables, as <c>NAME=value</c>.</summary>
    public IEnumerable<string> Variables() => Environment.Concat((Bytes ?? []).Select(one => ByteText.Of(one)));
}

/// <summary>The variables of a run that is launched later, without those that must not be kept.</summary>
internal sealed record KeptEnvironment(
    int SchemaVersion, string RunId, int Generation, IReadOnlyList<string> Environment, IReadOnlyList<byte[]>? Bytes, IReadOnlyList<string> LeftOut) : IVersioned
{
    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsWhole => RunId is not null && Environment is not null && LeftOut is not null && !Environment.Concat(LeftOut).Any(text => text is null) && Bytes?.Any(one => one is null) != true;

    /// <summary>What is kept of an environment, of which some need not be text.</summary>
    public static KeptEnvironment Of(RunRecord record, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var kept = environment.ToLookup(one => record.Spec.KeepSecrets || !SecretNames.LooksSecret(one.Key));
        var all = kept[true].Select(one => $"{one.Key}={one.Value}").ToLookup(ByteText.HasHalves);
        return new(RunRecord.CurrentSchema, record.Id, record.Generation, [.. all[false]],
            all[true].Any() ? [.. all[true].Select(ByteText.Bytes)] : null, [.. kept[false].Select(one => one.Key)]);
    }

    /// <summary>All that was kept.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables() => Environment.Concat((Bytes ?? []).Select(one => ByteText.Of(one)))
        .Select(one => (Variable: one, At: one.IndexOf('=', 1))).Where(one => one.At > 0)
        .Select(one => KeyValuePair.Create(one.Variable[..one.At], one.Variable[(one.At + 1)..]));
}

/// <summary>What a worker answers once its process was launched, or cannot be.</summary>
internal sealed record WorkerReply(bool Launched, string? Code = null, string? Message = null)
{
    /// <summary>The process was launched.</summary>
    public static WorkerReply Yes { get; } = new(true);
}

/// <summary>How long a stop gives the processes, for the worker that ends them; the newest one counts.</summary>
internal sealed record StopOrder(int SchemaVersion, string RunId, int Generation, long GraceMs) : IVersioned
{
    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsWhole => Durations.IsLength(GraceMs);
}
