using System.Collections;
using System.Globalization;
using System.Text;
using Mill.Platform;
using Mill.Runs;

namespace Mill;

/// <summary>The environment of this process; the only place that reads it.</summary>
internal static class Surroundings
{
#pragma warning disable RS0030 // This is the file that owns the environment.
    static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Every variable; what is no text stands in it byte for byte (<see cref="ByteText"/>).</summary>
    public static Dictionary<string, string> All()
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry one in Environment.GetEnvironmentVariables())
            all[(string)one.Key] = (string?)one.Value ?? "";
        var isText = !all.Any(one => IsCut(one.Key) || IsCut(one.Value));
        return isText ? all : Whole(all, Current.Platform.Processes.RawEnvironment() ?? []);
    }
#pragma warning restore RS0030

    /// <summary>Variables as .NET reads them, put right by what this process was started with: where a value still is what
    /// became of those bytes, the bytes count.</summary>
    internal static Dictionary<string, string> Whole(Dictionary<string, string> all, IEnumerable<byte[]> raw)
    {
        foreach (var one in raw)
        {
            var equals = one.AsSpan().IndexOf((byte)'=');
            if (equals < 1) continue;
            var (name, value) = (Encoding.UTF8.GetString(one, 0, equals), Encoding.UTF8.GetString(one.AsSpan(equals + 1)));
            if (!(IsCut(name) || IsCut(value)) || all.GetValueOrDefault(name) != value) continue;
            all.Remove(name);
            all[ByteText.Of(one.AsSpan(0, equals))] = ByteText.Of(one.AsSpan(equals + 1));
        }
        return all;
    }

    static bool IsCut(string text) => text.Contains('\uFFFD', StringComparison.Ordinal);

    static long? Number(string name, string what) => Read(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new MillException(MillError.BadValue, $"{name} is '{text}', and has to be a number of {what}.", name);

    /// <summary>Where runs are kept, when said.</summary>
    public static string? MillHome => Read("MILL_HOME");
    /// <summary>The user's own folder.</summary>
    public static string UserHome =>
        Read(Current.Platform.Programs.HomeVariable) ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
    /// <summary>Where programs are looked for.</summary>
    public static string? Path => Read("PATH");
    /// <summary>Where .NET is, when said.</summary>
    public static string? DotnetRoot => Read("DOTNET_ROOT");
    /// <summary>How long logs stay.</summary>
    public static TimeSpan? LogRetention =>
        Number("MILL_LOG_RETENTION_SECS", "seconds") is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, Durations.Longest.TotalSeconds)) : null;
    /// <summary>How much room logs may take.</summary>
    public static long? LogMaxBytes => Number("MILL_LOG_MAX_BYTES", "bytes");
    /// <summary>The named step at which a test ends this process.</summary>
    public static string? DieAt => Read("MILL_DIE_AT");
    /// <summary>The named step at which a test makes this process fail.</summary>
    public static string? FailAt => Read("MILL_FAIL_AT");
    /// <summary>Whether colour is unwanted.</summary>
    public static bool NoColor => Read("NO_COLOR") is not null;
    /// <summary>The kind of terminal.</summary>
    public static string? Term => Read("TERM");
    /// <summary>What a program of that name is called as a file here.</summary>
    public static string FileNameOf(string program) => Current.Platform.Programs.FileName(program);
    /// <summary>What a variable of the system's own says.</summary>
    public static string? Variable(string name) => Read(name);
}
