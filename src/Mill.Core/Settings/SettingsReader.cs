using Mill.Plans;
using Mill.Runs;
using Mill.Written;

namespace Mill.Settings;

/// <summary>Reads a file of settings: all of it, so that every fault is told at once.</summary>
internal static class SettingsReader
{
    const int DeepestInside = 100;

    /// <summary>What some bytes say; <see cref="MillError.BadConfig"/> names everything that makes no sense in them.</summary>
    public static SettingsFile Read(string path, ReadOnlySpan<byte> bytes)
    {
        var faults = new Faults();
        var value = WrittenFile.Read(bytes, faults);
        var file = WrittenGroup.Of(value, faults, $"a {System.IO.Path.GetFileName(path)}") is { } group ? Read(path, group) with { Lines = Lines(value!) } : null;
        faults.Refuse(MillError.BadConfig, path);
        return file!;
    }

    static SettingsFile Read(string path, WrittenGroup group)
    {
        var templates = new Dictionary<string, Template>(StringComparer.Ordinal);
        foreach (var (name, one) in group.Groups("templates")) templates[name] = new TemplateReader(name, one, path).Read();
        var (defaults, depth) = Defaults(group);
        var hooks = group.Group("hooks");
        var file = new SettingsFile
        {
            Path = path,
            Defaults = hooks is null ? defaults : defaults with
            {
                OnEnd = HookReader.Read(hooks, "onEnd", Placeholders.OfHook),
                OnFailure = HookReader.Read(hooks, "onFailure", Placeholders.OfHook),
            },
            Depth = depth,
            Retention = Retention(path, group),
            Templates = templates,
        };
        hooks?.NoMore();
        group.NoMore();
        return file;
    }

    static (StartRequest Defaults, int? Depth) Defaults(WrittenGroup file)
    {
        if (file.Group("defaults") is not { } group) return (Layers.Nothing, null);
        var defaults = LimitsReader.Read(group, "environment") with { KeepSecrets = group.Choice("keepSecrets"), Retry = RetryReader.Read(group) };
        var depth = group.Count("depth", 0, DeepestInside);
        group.NoMore();
        return (defaults, depth);
    }

    // A project must not decide how long the runs of all others are kept.
    static KeptFor Retention(string path, WrittenGroup file)
    {
        if (file.Group("retention") is not { } group) return new();
        if (System.IO.Path.GetFileName(path) == SettingsFile.OfFolder)
            file.Blame("retention", $"'retention' is for all runs of a home; it belongs into the home's {SettingsFile.OfHome}");
        var kept = new KeptFor(group.Time("logs", orZero: true), group.Size("logBytes"), group.Count("keep", 0), group.Time("olderThan", orZero: true));
        group.NoMore();
        return kept;
    }

    static Dictionary<string, int> Lines(Value file)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var section in ((Value.Group)file).Members)
            foreach (var one in section.Value is Value.Group group ? group.Members : [])
                if (one.Value is not Value.Nothing) lines.TryAdd($"{section.Name}.{one.Name}", one.Line);
        return lines;
    }
}
