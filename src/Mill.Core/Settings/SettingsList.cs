using System.Globalization;
using Mill.Launch;
using Mill.Retention;
using Mill.Runs;

namespace Mill.Settings;

/// <summary>Lists what is in force, and where each setting comes from.</summary>
internal sealed class SettingsList(SettingsInForce settings)
{
    static readonly RetentionLimits s_kept = new();

    // In the order of the documentation; what is built in stands beside how a file's is read.
    static readonly (string Key, Func<SettingsFile, string?> Said, string? BuiltIn)[] s_keys =
    [
        ("defaults.grace", file => Say(file.Defaults.Grace), Exactly.Say(TimeSpan.FromMilliseconds(RunSpec.UsualGraceMs))),
        ("defaults.timeout", file => Say(file.Defaults.Timeout), null),
        ("defaults.idleTimeout", file => Say(file.Defaults.IdleTimeout), null),
        ("defaults.memory", file => Say(file.Defaults.MemoryLimit), null),
        ("defaults.cpu", file => file.Defaults.CpuLimit?.ToString(CultureInfo.InvariantCulture), null),
        ("defaults.logCap", file => Say(file.Defaults.LogCap), Exactly.Say(RunSpec.UsualLogCapBytes)),
        ("defaults.outputLimit", file => Say(file.Defaults.OutputLimit), null),
        ("defaults.merge", file => Say(file.Defaults.Merge), Say(false)),
        ("defaults.lineBuffered", file => Say(file.Defaults.LineBuffered), Say(false)),
        ("defaults.allowBackground", file => Say(file.Defaults.AllowBackground), Say(false)),
        ("defaults.keepSecrets", file => Say(file.Defaults.KeepSecrets), Say(false)),
        ("defaults.depth", file => file.Depth?.ToString(CultureInfo.InvariantCulture), Ancestry.DeepestAllowed.ToString(CultureInfo.InvariantCulture)),
        ("defaults.queue", file => file.Defaults.Queue, null),
        ("defaults.priority", file => file.Defaults.Priority?.ToString(CultureInfo.InvariantCulture), null),
        ("defaults.retry", file => Say(file.Defaults.Retry), null),
        ("retention.logs", file => Say(file.Retention.Logs), Exactly.Say(s_kept.Logs)),
        ("retention.logBytes", file => Say(file.Retention.LogBytes), Exactly.Say(s_kept.LogBytes)),
        ("retention.keep", file => file.Retention.Keep?.ToString(CultureInfo.InvariantCulture), null),
        ("retention.olderThan", file => Say(file.Retention.OlderThan), null),
        ("hooks.onEnd", file => Say(file.Defaults.OnEnd), null),
        ("hooks.onFailure", file => Say(file.Defaults.OnFailure), null),
    ];

    /// <summary>All settings, and what is in force of each.</summary>
    public IReadOnlyList<Setting> All() =>
    [
        .. s_keys.Select(key => OfVariable(key.Key) ?? OfFiles(key.Key, key.Said) ?? new Setting(key.Key, key.BuiltIn, Setting.BuiltIn)),
        .. Named("defaults.environment", file => file.Defaults.Environment, (name, value) => SecretNames.LooksSecret(name) ? "…" : value),
        .. Named("defaults.tags", file => file.Defaults.Tags, (_, value) => value),
        .. settings.Templates.Select(template => new Setting($"templates.{template.Name}", template.Description ?? SafeText.Command(template.Request.Command, template.Request.Arguments), template.Place)),
    ];

    /// <summary>The templates.</summary>
    public IReadOnlyList<TemplateFacts> Templates() => [.. settings.Templates.Select(one => new TemplateFacts(
        one.Name, one.Description, [one.Request.Command, .. one.Request.Arguments],
        [.. one.Parameters.Where(parameter => parameter.Value.IsRequired).Select(parameter => parameter.Key)],
        [.. one.Parameters.Where(parameter => !parameter.Value.IsRequired).Select(parameter => parameter.Key)],
        one.Place))];

    static Setting? OfVariable(string key) => key switch
    {
        "retention.logs" when Surroundings.LogRetention is { } logs => new(key, Exactly.Say(logs), "MILL_LOG_RETENTION_SECS"),
        "retention.logBytes" when Surroundings.LogMaxBytes is { } bytes => new(key, Exactly.Say(bytes), "MILL_LOG_MAX_BYTES"),
        _ => null,
    };

    Setting? OfFiles(string key, Func<SettingsFile, string?> said) =>
        settings.Files.Where(file => said(file) is not null).Select(file => new Setting(key, said(file), file.PlaceOf(key)!)).FirstOrDefault();

    IEnumerable<Setting> Named<T>(string key, Func<SettingsFile, IReadOnlyDictionary<string, T>> said, Func<string, T, string?> say) =>
        settings.Files.SelectMany(file => said(file).Select(one => new Setting($"{key}.{one.Key}", say(one.Key, one.Value), file.PlaceOf(key)!)))
            .DistinctBy(one => one.Key, StringComparer.Ordinal);

    static string? Say(TimeSpan? time) => time is { } known ? Exactly.Say(known) : null;

    static string? Say(long? bytes) => bytes is { } known ? Exactly.Say(known) : null;

    static string? Say(bool? choice) => choice switch
    {
        null => null,
        true => "true",
        false => "false",
    };

    static string? Say(RetryPolicy? retry) => retry is null ? null : string.Create(CultureInfo.InvariantCulture,
        $"{retry.Attempts} attempts, {Exactly.Say(TimeSpan.FromMilliseconds(retry.DelayMs))} between, {retry.Factor} times longer each, at most {Exactly.Say(TimeSpan.FromMilliseconds(retry.MaxDelayMs))}");

    static string? Say(RunHook? hook) => hook switch
    {
        null => null,
        { Command: [] } => "none",
        var some => SafeText.Command(some.Command[0], [.. some.Command.Skip(1)]),
    };
}
