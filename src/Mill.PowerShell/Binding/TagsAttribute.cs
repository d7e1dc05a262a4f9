using System.Collections;
using System.Management.Automation;

namespace Mill.PowerShell.Binding;

/// <summary>Reads tags: a dictionary, or words like <c>kind=report</c>. A word alone has no value.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TagsAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject { BaseObject: var inner } ? inner : inputData) switch
        {
            null => null,
            IDictionary given => given.Keys.Cast<object>().ToDictionary(key => Typed.Text(key)!, key => given[key] is { } value ? Typed.Text(value) : null, StringComparer.Ordinal),
            IEnumerable<object?> many => Read(many),
            var one => Read([one]),
        };

    static Dictionary<string, string?> Read(IEnumerable<object?> words)
    {
        var tags = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var word in words.Select(Typed.Text).OfType<string>())
        {
            var parts = word.Split('=', 2);
            tags[parts[0]] = parts.Length == 2 ? parts[1] : null;
        }
        return tags;
    }
}
