using System.Collections;

namespace Mill.PowerShell.Binding;

/// <summary>Variables of a process, as a dictionary gives them.</summary>
internal static class Variables
{
    /// <summary>Names and values as text; null takes a variable away.</summary>
    public static Dictionary<string, string?> Of(IDictionary? given, IEnumerable<string>? removed = null)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (DictionaryEntry one in given ?? new Hashtable())
            all[Typed.Text(one.Key)!] = one.Value is null ? null : Typed.Text(one.Value);
        foreach (var name in removed ?? []) all[name] = null;
        return all;
    }
}
