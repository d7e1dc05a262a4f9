namespace Mill.Cli.Options;

/// <summary>Options of the form <c>K=V</c>.</summary>
internal static class Pairs
{
    /// <summary>Variables to set and to take away, for a start or a later launch.</summary>
    public static Dictionary<string, string?> Environment(ParsedLine line)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var text in line.All(Env))
        {
            var (name, value) = Split(text);
            if (name.Length == 0) throw line.Bad(Env, $"'{text}' names no variable: write --env NAME=value.", text);
            variables[name] = value ?? throw line.Bad(Env,
                $"'{text}' has no value: write --env {text}=value. The caller's own variables are handed on without being named.", text);
        }
        foreach (var name in line.All(UnsetEnv))
            variables[name] = name.Length > 0 && !name.Contains('=')
                ? null
                : throw line.Bad(UnsetEnv, $"'{name}' is no name of a variable.", name);
        return variables;
    }

    /// <summary>Tags to give; each has a value.</summary>
    public static Dictionary<string, string> Tags(ParsedLine line, Option option)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in line.All(option))
            tags[Key(line, option, text)] = Split(text).Value
                ?? throw line.Bad(option, $"'{text}' has no value: write --{option.Name} {text}=value.", text);
        return tags;
    }

    /// <summary>What the parameters of a template stand for.</summary>
    public static Dictionary<string, string> Parameters(ParsedLine line, Option option) => Tags(line, option);

    /// <summary>Does something; a wrong parameter is a line that makes no sense, though only a file tells.</summary>
    public static T Checked<T>(string verb, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (MillException refused) when (refused.Code == MillError.BadParameter)
        {
            throw new UsageException(refused.Message, verb, refused.Target);
        }
    }

    /// <summary>Tags to look for; one without a value means any.</summary>
    public static Dictionary<string, string?> WantedTags(ParsedLine line, Option option)
    {
        var tags = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var text in line.All(option)) tags[Key(line, option, text)] = Split(text).Value;
        return tags;
    }

    public static readonly Option Env = new("env", "K=V", "set a variable (as often as needed)");
    public static readonly Option UnsetEnv = new("unset-env", "NAME", "take a variable away (as often as needed)")
    {
        Aliases = ["remove-env"],
    };

    static string Key(ParsedLine line, Option option, string text) => Split(text).Name is { Length: > 0 } key
        ? key
        : throw line.Bad(option, $"'{text}' has no name: write --{option.Name} name=value.", text);

    static (string Name, string? Value) Split(string text) => text.IndexOf('=') is var at and >= 0
        ? (text[..at], text[(at + 1)..])
        : (text, null);
}
