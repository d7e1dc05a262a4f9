using System.Text.Json;
using System.Text.Json.Serialization;
using Mill.Liveness;
using Mill.Runs;

namespace Mill.Json;

/// <summary>How the words of Mill's vocabularies are written, in JSON and everywhere else.</summary>
public static class Words
{
    /// <summary>The word for a status.</summary>
    public static string Word(this RunStatus status) => status switch
    {
        RunStatus.Pending => "pending",
        RunStatus.Running => "running",
        RunStatus.Waiting => "waiting",
        RunStatus.Complete => "complete",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>The word for what is true now.</summary>
    public static string Word(this EffectiveStatus status) => status switch
    {
        EffectiveStatus.Ending => "ending",
        EffectiveStatus.Lost => "lost",
        _ => ((RunStatus)status).Word(),
    };

    /// <summary>The word for a task's state.</summary>
    public static string Word(this TaskState state) => state switch
    {
        TaskState.Pending => "pending",
        TaskState.Running => "running",
        TaskState.Retrying => "retrying",
        TaskState.Complete => "complete",
        TaskState.Failed => "failed",
        TaskState.Cancelled => "cancelled",
        TaskState.Skipped => "skipped",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>The word for a health.</summary>
    public static string Word(this Health health) => health switch
    {
        Health.Healthy => "healthy",
        Health.Quiet => "quiet",
        Health.Stale => "stale",
        Health.Dead => "dead",
        Health.Unknown => "unknown",
        Health.Ended => "ended",
        _ => throw new ArgumentOutOfRangeException(nameof(health)),
    };

    /// <summary>The word for a sign.</summary>
    public static string Word(this Sign sign) => sign switch
    {
        Sign.Yes => "yes",
        Sign.No => "no",
        _ => "unknown",
    };

    /// <summary>The word for what repair does.</summary>
    public static string Word(this RepairAction action) => action switch
    {
        RepairAction.Finish => "finish",
        RepairAction.Fail => "fail",
        RepairAction.EndOrphans => "end-orphans",
        _ => "none",
    };

    /// <summary>The status that a word means.</summary>
    public static bool TryRead(string? word, out RunStatus status)
    {
        foreach (var one in Enum.GetValues<RunStatus>())
            if (one.Word() == word) { status = one; return true; }
        status = default;
        return false;
    }

    /// <summary>The status that a word means.</summary>
    public static bool TryRead(string? word, out EffectiveStatus status)
    {
        foreach (var one in Enum.GetValues<EffectiveStatus>())
            if (one.Word() == word) { status = one; return true; }
        status = default;
        return false;
    }
}

internal sealed class RunStatusConverter : JsonConverter<RunStatus>
{
    public override RunStatus Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        Words.TryRead(reader.GetString(), out RunStatus status) ? status : throw new JsonException("unknown status");

    public override void Write(Utf8JsonWriter writer, RunStatus value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Word());
}

internal sealed class TaskStateConverter : JsonConverter<TaskState>
{
    public override TaskState Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var word = reader.GetString();
        foreach (var one in Enum.GetValues<TaskState>())
            if (one.Word() == word) return one;
        throw new JsonException("unknown state of a task");
    }

    public override void Write(Utf8JsonWriter writer, TaskState value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Word());
}

internal sealed class EffectiveStatusConverter : JsonConverter<EffectiveStatus>
{
    public override EffectiveStatus Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        Words.TryRead(reader.GetString(), out EffectiveStatus status) ? status : throw new JsonException("unknown status");

    public override void Write(Utf8JsonWriter writer, EffectiveStatus value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Word());
}

internal sealed class HealthConverter : JsonConverter<Health>
{
    public override Health Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        Enum.TryParse<Health>(reader.GetString(), ignoreCase: true, out var health) ? health : Health.Unknown;

    public override void Write(Utf8JsonWriter writer, Health value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Word());
}

internal sealed class SignConverter : JsonConverter<Sign>
{
    public override Sign Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        Enum.TryParse<Sign>(reader.GetString(), ignoreCase: true, out var sign) ? sign : Sign.Unknown;

    public override void Write(Utf8JsonWriter writer, Sign value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Word());
}

internal sealed class ReasonConverter : JsonConverter<Reason>
{
    public override Reason Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Reason value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Text);
}
