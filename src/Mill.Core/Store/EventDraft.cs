using System.Text.Json;
using Mill.Json;
using Mill.Runs;

namespace Mill.Store;

/// <summary>An event that has not got its place in the log yet.</summary>
internal readonly record struct EventDraft(string Type, JsonElement Payload, object Said)
{
    /// <summary>The draft that carries a payload.</summary>
    public static EventDraft Of(RunStarted payload) => Of(EventTypes.RunStart, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(StatusChanged payload) => Of(EventTypes.RunStatus, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(RunEnded payload) => Of(EventTypes.EndingWith(payload.Status), payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(RunRepairedPayload payload) => Of(EventTypes.RunRepaired, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(RunResumed payload) => Of(EventTypes.RunResumed, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(SpawnStarted payload) => Of(EventTypes.SpawnStart, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(TaskMadeReady payload) => Of(EventTypes.TaskReady, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(TaskToRetry payload) => Of(EventTypes.TaskRetry, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(DeadLetter payload) => Of(EventTypes.TaskDeadLetter, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(TaskLeftOut payload) => Of(EventTypes.TaskSkipped, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(NoteTold payload) => Of(EventTypes.SpawnMilestone, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(Question payload) => Of(EventTypes.RunWaiting, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(QuestionClosed payload) => Of(EventTypes.RunAnswered, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(WorkerStarted payload) => Of(EventTypes.WorkerStart, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(SignalIgnored payload) => Of(EventTypes.WorkerSignal, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(LimitMet payload) => Of(EventTypes.WorkerLimit, payload, MillJson.Write);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(WorkerEnded payload) => Of(EventTypes.WorkerEnd, payload, MillJson.Write);

    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(SpawnEnded payload) => Of(payload.Status switch
    {
        RunStatus.Complete => EventTypes.SpawnComplete,
        RunStatus.Cancelled => EventTypes.SpawnCancelled,
        _ => EventTypes.SpawnError,
    }, payload, MillJson.Write);

    static EventDraft Of<T>(string type, T payload, JsonWrite<T> write) where T : class
    {
        using var document = JsonDocument.Parse(MillJson.Bytes(payload, write));
        return new(type, document.RootElement.Clone(), payload);
    }
}
