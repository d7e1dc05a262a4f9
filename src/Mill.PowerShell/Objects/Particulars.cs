using System.Management.Automation;
using System.Text.Json;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>The particulars of events, as objects of PowerShell's.</summary>
internal static class Particulars
{
    /// <summary>What an event says besides its type; an empty object where it says nothing.</summary>
    public static PSObject Of(JsonElement json) => Value(json) as PSObject ?? new PSObject();

    /// <summary>The event as a line: its type, and those particulars that tell something, each once.</summary>
    public static string Sentence(string type, PSObject payload) => string.Join("  ",
        Telling.Names(name => payload.Properties[name] is not null && name != "done").Select(name => (Name: name, payload.Properties[name].Value)).Where(one => one.Value is string or long or double).Select(Said).Distinct().Prepend(type)
        .Concat((payload.Properties["done"]?.Value, payload.Properties["total"]?.Value) is (long and <= int.MaxValue and var done, long and <= int.MaxValue and var total)
            ? [ProgressText.Say((int)done, (int)total)] : []));

    static string Said((string Name, object? Value) one) =>
        one.Name switch
        {
            "exitCode" => FormattableString.Invariant($"exit code {one.Value}"),
            "survivors" => FormattableString.Invariant($"{one.Value} still there"),
            _ => FormattableString.Invariant($"{one.Value}"),
        };

    static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Bag(json),
        JsonValueKind.Array => json.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? (object)whole : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    static PSObject Bag(JsonElement json)
    {
        var bag = new PSObject();
        foreach (var one in json.EnumerateObject()) bag.Properties.Add(new PSNoteProperty(one.Name, Value(one.Value)));
        return bag;
    }
}
