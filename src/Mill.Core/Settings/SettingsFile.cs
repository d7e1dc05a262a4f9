using Mill.Runs;

namespace Mill.Settings;

/// <summary>A file of settings, read whole.</summary>
internal sealed record SettingsFile
{
    /// <summary>In a home, for all its runs.</summary>
    public const string OfHome = "config.json";
    /// <summary>In a folder, for what is started in it or below.</summary>
    public const string OfFolder = "mill.json";

    /// <summary>Where it is.</summary>
    public required string Path { get; init; }
    /// <summary>What is wanted of a run where its starter says nothing.</summary>
    public StartRequest Defaults { get; init; } = Layers.Nothing;
    /// <summary>How deep runs may be inside runs.</summary>
    public int? Depth { get; init; }
    /// <summary>How long things are kept.</summary>
    public KeptFor Retention { get; init; } = new();
    /// <summary>Its templates, by their names.</summary>
    public IReadOnlyDictionary<string, Template> Templates { get; init; } = new Dictionary<string, Template>(StringComparer.Ordinal);
    /// <summary>On which line each setting stands, by its full name, <c>defaults.grace</c>.</summary>
    public IReadOnlyDictionary<string, int> Lines { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Where a setting stands; null where it is not given.</summary>
    public string? PlaceOf(string key) => Lines.TryGetValue(key, out var line) ? FormattableString.Invariant($"{Path}:{line}") : null;
}

/// <summary>How long things are kept, as far as somebody says.</summary>
/// <param name="Logs">How long logs stay after the end.</param>
/// <param name="LogBytes">How much room all logs may take.</param>
/// <param name="Keep">How many ended runs stay.</param>
/// <param name="OlderThan">How long ended runs stay.</param>
internal sealed record KeptFor(TimeSpan? Logs = null, long? LogBytes = null, int? Keep = null, TimeSpan? OlderThan = null);
