using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>A setting that is in force.</summary>
public sealed class MillSetting
{
    internal MillSetting(Setting setting) => (Key, Value, Source) = (setting.Key, setting.Value, setting.Source);

    /// <summary>Its full name.</summary>
    public string Key { get; }
    /// <summary>What it is, as one would write it; nothing where nothing is set.</summary>
    public string? Value { get; }
    /// <summary>Where it comes from: a file and a line, a variable, or <c>built in</c>.</summary>
    public string Source { get; }

    /// <summary>Both of them.</summary>
    public override string ToString() => $"{Key}={Value}";
}
