using System.Text.Json;
using Mill.Json;
using Mill.Runs;

namespace Mill.Store;

/// <summary>An event that has not got its place in the log yet.</summary>
internal sealed record EventDraft(string Type, JsonElement Payload, object Said)
{
    /// <summary>The draft that carries a payload.</summary>
    public static EventDraft Of(RunStarted payload) => Of(EventTypes.RunStart, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(StatusChanged payload) => Of(EventTypes.RunStatus, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(RunEnded payload) => Of(EventTypes.EndingWith(payload.Status), payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(RunRepairedPayload payload) => Of(EventTypes.RunRepaired, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(RunResumed payload) => Of(EventTypes.RunResumed, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(SpawnStarted payload) => Of(EventTypes.SpawnStart, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(TaskMadeReady payload) => Of(EventTypes.TaskReady, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(TaskToRetry payload) => Of(EventTypes.TaskRetry, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(DeadLetter payload) => Of(EventTypes.TaskDeadLetter, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(TaskLeftOut payload) => Of(EventTypes.TaskSkipped, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(NoteTold payload) => Of(EventTypes.SpawnMilestone, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(Question payload) => Of(EventTypes.RunWaiting, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(QuestionClosed payload) => Of(EventTypes.RunAnswered, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(WorkerStarted payload) => Of(EventTypes.WorkerStart, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(SignalIgnored payload) => Of(EventTypes.WorkerSignal, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(LimitMet payload) => Of(EventTypes.WorkerLimit, payload, Forms.Of);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(WorkerEnded payload) => Of(EventTypes.WorkerEnd, payload, Forms.Of);

    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(SpawnEnded payload) => Of(payload.Status switch
    {
        RunStatus.Complete => EventTypes.SpawnComplete,
        RunStatus.Cancelled => EventTypes.SpawnCancelled,
        _ => EventTypes.SpawnError,
    }, payload, Forms.Of);

    static EventDraft Of<T>(string type, T payload, Form<T> form) where T : class
    {
        using var document = JsonDocument.Parse(MillJson.Bytes(payload, form));
        return new(type, document.RootElement.Clone(), payload);
    }
}
