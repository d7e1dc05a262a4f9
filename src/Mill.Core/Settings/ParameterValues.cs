using Mill.Runs;

namespace Mill.Settings;

/// <summary>What parameters stand for; rules without I/O.</summary>
internal static class ParameterValues
{
    /// <summary>The value of each, from what was given, else its default; <see cref="MillError.BadParameter"/> where that makes no sense.</summary>
    /// <param name="what">Whose parameters they are, in words.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="given">What was given.</param>
    public static Dictionary<string, string> Of(string what, IReadOnlyDictionary<string, TemplateParameter> parameters, IReadOnlyDictionary<string, string> given)
    {
        foreach (var name in given.Keys)
            if (!parameters.ContainsKey(name)) throw Unknown(what, name, [.. parameters.Keys]);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, parameter) in parameters)
        {
            if (SecretNames.LooksSecret(name)) throw new MillException(MillError.SecretArgument,
                $"The parameter '{name}' of {what} looks secret, and parameters are kept on disk. Hand it over in a variable: --env {name}=…", name);
            if (!given.ContainsKey(name) && parameter.IsRequired)
                throw Bad(name, $"{char.ToUpperInvariant(what[0])}{what[1..]} needs its parameter '{name}'; give it with --set {name}=…");
            values[name] = given.GetValueOrDefault(name) ?? parameter.Default ?? "";
        }
        return values;
    }

    /// <summary>Values that a run has already, some of them changed.</summary>
    public static IReadOnlyDictionary<string, string> Changed(string run, IReadOnlyDictionary<string, string>? known, IReadOnlyDictionary<string, string> changes)
    {
        var values = (known ?? new Dictionary<string, string>()).ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
        foreach (var (name, value) in changes) values[name] = values.ContainsKey(name) ? value : throw Unknown($"run {run}", name, [.. values.Keys]);
        return values;
    }

    static MillException Unknown(string what, string name, IReadOnlyCollection<string> known) => Bad(name,
        $"{char.ToUpperInvariant(what[0])}{what[1..]} has no parameter '{name}'." + (known.Count == 0
            ? " It has none at all."
            : $"{Nearest.Suggestion(name, known)} It has: {string.Join(", ", known)}."));

    static MillException Bad(string name, string message) => new(MillError.BadParameter, message, name);
}
