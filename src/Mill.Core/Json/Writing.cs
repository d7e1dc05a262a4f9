using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mill.Runs;

namespace Mill.Json;

/// <summary>Writes a value by the code that was generated for it.</summary>
internal delegate void JsonWrite<T>(Utf8JsonWriter writer, T value);

/// <summary>
/// Writing without metadata: the generated code is called directly, since asking a serializer for it costs a start
/// more than everything else that it does.
/// </summary>
internal sealed partial class MillJson
{
    static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value as bytes.</summary>
    public static ReadOnlyMemory<byte> Bytes<T>(T value, JsonWrite<T> write)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(bytes, s_plain)) write(writer, value);
        return bytes.WrittenMemory;
    }

    public static void Write(Utf8JsonWriter writer, RunRecord value) => Default.RunRecordSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, RunEvent value) => Default.RunEventSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, RunResult value) => Default.RunResultSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, WorkerRecord value) => Default.WorkerRecordSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, Heartbeat value) => Default.HeartbeatSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, Cleanup value) => Default.CleanupSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, StopOrder value) => Default.StopOrderSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, QueueSettings value) => Default.QueueSettingsSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, KeptEnvironment value) => Default.KeptEnvironmentSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, WorkerOrders value) => Default.WorkerOrdersSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, WorkerReply value) => Default.WorkerReplySerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, RunStarted value) => Default.RunStartedSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, StatusChanged value) => Default.StatusChangedSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, RunEnded value) => Default.RunEndedSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, RunRepairedPayload value) => Default.RunRepairedPayloadSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, RunResumed value) => Default.RunResumedSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, SpawnStarted value) => Default.SpawnStartedSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, SpawnEnded value) => Default.SpawnEndedSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, TaskMadeReady value) => Default.TaskMadeReadySerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, TaskToRetry value) => Default.TaskToRetrySerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, DeadLetter value) => Default.DeadLetterSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, TaskLeftOut value) => Default.TaskLeftOutSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, NoteTold value) => Default.NoteToldSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, Question value) => Default.QuestionSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, QuestionClosed value) => Default.QuestionClosedSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, WorkerStarted value) => Default.WorkerStartedSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, SignalIgnored value) => Default.SignalIgnoredSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, LimitMet value) => Default.LimitMetSerializeHandler(writer, value);
    public static void Write(Utf8JsonWriter writer, WorkerEnded value) => Default.WorkerEndedSerializeHandler(writer, value);
}
