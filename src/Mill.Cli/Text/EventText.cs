using System.Text.Json;
using Mill.Runs;

namespace Mill.Cli.Text;

/// <summary>An event as a line for people.</summary>
internal static class EventText
{
    /// <summary>The time, what happened, and those particulars that tell something, each once.</summary>
    public static string Of(RunEvent seen)
    {
        var text = $"{Times.OfDay(seen.Timestamp)}  {seen.Type}";
        if (seen.Payload.ValueKind != JsonValueKind.Object) return SafeText.Escape(text);
        return SafeText.Escape(string.Join("  ", Particulars(seen.Payload).Distinct().Prepend(text)));
    }

    static IEnumerable<string> Particulars(JsonElement payload)
    {
        foreach (var name in Telling.Names(name => payload.TryGetProperty(name, out _)))
            if (Value(payload.GetProperty(name)) is { } said) yield return name == "done" ? Progress(payload) : Said(name, said);
    }

    static string Progress(JsonElement payload) =>
        Whole(payload, "done") is { } done && Whole(payload, "total") is { } total ? ProgressText.Say(done, total) : "";

    // What a damaged line has in a number's place may be anything.
    static int? Whole(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    static string? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    static string Said(string name, string value) => name switch
    {
        "exitCode" => $"exit code {value}",
        "survivors" => $"{value} still there",
        _ => value,
    };
}
