using System.Text.Json;

namespace Mill.Tests.Harness;

/// <summary>Short ways into JSON: <c>run.Text("worker.host")</c>, <c>run.At("tasks.0.status")</c>.</summary>
static class Jsons
{
    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static JsonElement At(this JsonElement from, string path)
    {
        var at = from;
        foreach (var step in path.Split('.'))
            at = at.ValueKind == JsonValueKind.Array ? at[int.Parse(step)]
                : at.ValueKind == JsonValueKind.Object && at.TryGetProperty(step, out var next) ? next
                : throw new KeyNotFoundException($"No {step} of {path} in {from.GetRawText()}");
        return at;
    }

    public static string? Text(this JsonElement from, string path) => from.At(path) switch
    {
        { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        var other => other.GetRawText(),
    };

    public static long Number(this JsonElement from, string path) => from.At(path).GetInt64();

    public static bool Is(this JsonElement from, string path) => from.At(path).GetBoolean();

    public static bool IsNull(this JsonElement from, string path) => from.At(path).ValueKind == JsonValueKind.Null;

    public static JsonElement[] Items(this JsonElement from, string path) => [.. from.At(path).EnumerateArray()];
}
