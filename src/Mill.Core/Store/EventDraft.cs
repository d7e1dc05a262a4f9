using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mill.Json;
using Mill.Runs;

namespace Mill.Store;

/// <summary>An event that has not got its place in the log yet.</summary>
internal readonly record struct EventDraft(string Type, JsonElement Payload)
{
    /// <summary>The draft that carries a payload.</summary>
    public static EventDraft Of(RunStarted payload) => Of(EventTypes.RunStart, payload, MillJson.Plain.RunStarted);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(StatusChanged payload) => Of(EventTypes.RunStatus, payload, MillJson.Plain.StatusChanged);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(RunEnded payload) => Of(EventTypes.EndingWith(payload.Status), payload, MillJson.Plain.RunEnded);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(RunRepairedPayload payload) => Of(EventTypes.RunRepaired, payload, MillJson.Plain.RunRepairedPayload);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(RunResumed payload) => Of(EventTypes.RunResumed, payload, MillJson.Plain.RunResumed);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(SpawnStarted payload) => Of(EventTypes.SpawnStart, payload, MillJson.Plain.SpawnStarted);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(WorkerStarted payload) => Of(EventTypes.WorkerStart, payload, MillJson.Plain.WorkerStarted);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(SignalIgnored payload) => Of(EventTypes.WorkerSignal, payload, MillJson.Plain.SignalIgnored);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(LimitMet payload) => Of(EventTypes.WorkerLimit, payload, MillJson.Plain.LimitMet);
    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(WorkerEnded payload) => Of(EventTypes.WorkerEnd, payload, MillJson.Plain.WorkerEnded);

    /// <inheritdoc cref="Of(RunStarted)"/>
    public static EventDraft Of(SpawnEnded payload) => Of(payload.Status switch
    {
        RunStatus.Complete  => EventTypes.SpawnComplete,
        RunStatus.Cancelled => EventTypes.SpawnCancelled,
        _                   => EventTypes.SpawnError,
    }, payload, MillJson.Plain.SpawnEnded);

    static EventDraft Of<T>(string type, T payload, JsonTypeInfo<T> info) =>
        new(type, JsonSerializer.SerializeToElement(payload, info));
}
