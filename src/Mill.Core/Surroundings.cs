using System.Collections;

namespace Mill;

/// <summary>The environment of this process; the only place that reads it.</summary>
internal static class Surroundings
{
#pragma warning disable RS0030 // This is the file that owns the environment.
    static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Every variable.</summary>
    public static Dictionary<string, string> All()
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry one in Environment.GetEnvironmentVariables())
            all[(string)one.Key] = (string?)one.Value ?? "";
        return all;
    }
#pragma warning restore RS0030

    /// <summary>Where runs are kept, when said.</summary>
    public static string? MillHome => Read("MILL_HOME");
    /// <summary>The user's own folder.</summary>
    public static string UserHome =>
        Read("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
    /// <summary>The folders in which commands are looked for.</summary>
    public static string? Path => Read("PATH");
    /// <summary>The run inside which this process is.</summary>
    public static string? RunId => Read("MILL_RUN_ID");
    /// <summary>That run's folder.</summary>
    public static string? RunDir => Read("MILL_RUN_DIR");
    /// <summary>How deep that run is.</summary>
    public static string? RunDepth => Read("MILL_RUN_DEPTH");
    /// <summary>How long logs stay, in seconds.</summary>
    public static string? LogRetention => Read("MILL_LOG_RETENTION_SECS");
    /// <summary>How much room logs may take.</summary>
    public static string? LogMaxBytes => Read("MILL_LOG_MAX_BYTES");
    /// <summary>The executable that workers run, when said.</summary>
    public static string? Executable => Read("MILL_EXE");
    /// <summary>The named step at which a test ends this process.</summary>
    public static string? DieAt => Read("MILL_DIE_AT");
    /// <summary>Whether colour is unwanted.</summary>
    public static bool NoColor => Read("NO_COLOR") is not null;
    /// <summary>The kind of terminal.</summary>
    public static string? Terminal => Read("TERM");
}
