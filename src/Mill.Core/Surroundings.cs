#pragma warning disable RS0030 // This file owns the environment.
using System.Collections;
using System.Globalization;

namespace Mill;

/// <summary>The environment that this process was started in; nothing else reads it.</summary>
internal static class Surroundings
{
    /// <summary>The home that was asked for.</summary>
    public static string? MillHome => Read("MILL_HOME");

    /// <summary>The user's own folder.</summary>
    public static string UserHome => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Where commands are looked for.</summary>
    public static string? Path => Read("PATH");

    /// <summary>Whether the user wants no colour (no-color.org).</summary>
    public static bool NoColor => Read("NO_COLOR") is not null;

    /// <summary>What kind of terminal there is.</summary>
    public static string? Term => Read("TERM");

    /// <summary>The run inside which this process is.</summary>
    public static string? RunId => Read("MILL_RUN_ID");

    /// <summary>That run's folder.</summary>
    public static string? RunDir => Read("MILL_RUN_DIR");

    /// <summary>How many runs this process is inside of, as it is written.</summary>
    public static string? RunDepth => Read("MILL_RUN_DEPTH");

    /// <summary>How long logs stay after the end, in seconds.</summary>
    public static long? LogRetention => Number("MILL_LOG_RETENTION_SECS");

    /// <summary>How much room all logs may take.</summary>
    public static long? LogMaxBytes => Number("MILL_LOG_MAX_BYTES");

    /// <summary>All variables, as they are now.</summary>
    public static IReadOnlyDictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        return variables;
    }

    static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    static long? Number(string name) =>
        long.TryParse(Read(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
