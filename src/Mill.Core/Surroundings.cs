using System.Collections;
using System.Globalization;

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

    static long? Number(string name) =>
        long.TryParse(Read(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Where runs are kept, when said.</summary>
    public static string? MillHome => Read("MILL_HOME");
    /// <summary>The user's own folder.</summary>
    public static string UserHome =>
        Read("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
    /// <summary>Where programs are looked for.</summary>
    public static string? Path => Read("PATH");
    /// <summary>Where .NET is, when said.</summary>
    public static string? DotnetRoot => Read("DOTNET_ROOT");
    /// <summary>How long logs stay, in seconds.</summary>
    public static long? LogRetention => Number("MILL_LOG_RETENTION_SECS");
    /// <summary>How much room logs may take.</summary>
    public static long? LogMaxBytes => Number("MILL_LOG_MAX_BYTES");
    /// <summary>The named step at which a test ends this process.</summary>
    public static string? DieAt => Read("MILL_DIE_AT");
    /// <summary>Whether colour is unwanted.</summary>
    public static bool NoColor => Read("NO_COLOR") is not null;
    /// <summary>The kind of terminal.</summary>
    public static string? Term => Read("TERM");
}
