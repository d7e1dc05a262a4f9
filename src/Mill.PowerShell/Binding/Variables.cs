using System.Collections;

namespace Mill.PowerShell.Binding;

/// <summary>Variables of a process, as a dictionary gives them.</summary>
internal static class Variables
{
    /// <summary>What parameters of a template or plan are to stand for; each has a value.</summary>
    public static Dictionary<string, string> Set(Dictionary<string, string?>? given) => (given ?? []).ToDictionary(one => one.Key, one => one.Value ?? throw new MillException(
        MillError.BadParameter, $"'{one.Key}' is set to nothing; give it a value, or leave it out.", one.Key), StringComparer.Ordinal);

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
