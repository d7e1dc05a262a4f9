using System.Management.Automation;
using System.Text.Json;

namespace Mill.PowerShell;

/// <summary>JSON as PowerShell's own objects.</summary>
internal static class JsonValues
{
    /// <summary>The value: objects with a property each, arrays, texts, whole numbers where they are, true and false.</summary>
    public static object? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Object(value),
        JsonValueKind.Array => value.EnumerateArray().Select(Of).ToArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    static PSObject Object(JsonElement value)
    {
        var made = new PSObject();
        foreach (var one in value.EnumerateObject())
        {
            // Names that differ by nothing but case are one name to PowerShell: the last one counts, as in JSON itself.
            made.Properties.Remove(one.Name);
            made.Properties.Add(new PSNoteProperty(one.Name.Length > 0 ? one.Name : " ", Of(one.Value)));
        }
        return made;
    }
}
