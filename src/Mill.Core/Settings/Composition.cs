using Mill.Runs;

namespace Mill.Settings;

/// <summary>Makes of what was asked for, a template and the defaults one request that leaves nothing open that anybody has said.</summary>
internal sealed class Composition(SettingsInForce settings, string home)
{
    /// <summary>The whole request.</summary>
    public StartRequest Of(StartRequest asked)
    {
        if (asked.IsSettled) return asked;
        if (asked is { Plan: not null, Template: not null }) throw new MillException(MillError.BadValue, "A run is made of a template or of a plan; name one of them.", asked.Template);
        if (asked.Template is null && asked.Parameters.Count > 0)
            throw new MillException(MillError.BadParameter, $"'{asked.Parameters.Keys.First()}' is set, and nothing has parameters but a template; name one with --template.", asked.Parameters.Keys.First());
        var whole = asked.Template is { } name ? OfTemplate(asked, settings.Template(name)) : asked.Over(settings.Defaults);
        return whole with
        {
            ResultFrom = Result(whole),
            OnEnd = Hook(whole.OnEnd),
            OnFailure = Hook(whole.OnFailure),
            // A priority that files give means nothing to a run that waits in no queue.
            Priority = whole.Queue is null ? asked.Priority : whole.Priority,
        };
    }

    // What others than the template say has no gaps, whatever braces it has.
    StartRequest OfTemplate(StartRequest asked, Template template)
    {
        var values = Values(asked, template);
        var made = template.Request with
        {
            Name = Filled(template.Request.Name, values),
            WorkingDirectory = Folder(asked, template, values),
            Tags = template.Request.Tags.ToDictionary(tag => tag.Key, tag => Filled(tag.Value, values)!, StringComparer.Ordinal),
        };
        return Literal(asked).Over(made).Over(Literal(settings.Defaults)) with
        {
            Command = template.Request.Command,
            Arguments = [.. template.Request.Arguments, .. asked.Arguments.Select(Placeholders.Escape)],
            Parameters = values,
            MadeOf = new RunTemplate(template.Name, template.Source),
        };
    }

    static StartRequest Literal(StartRequest request) => request with
    {
        Environment = request.Environment.ToDictionary(one => one.Key, one => one.Value is { } value ? Placeholders.Escape(value) : null, StringComparer.Ordinal),
    };

    static Dictionary<string, string> Values(StartRequest asked, Template template)
    {
        foreach (var name in asked.Parameters.Keys)
            if (!template.Parameters.ContainsKey(name)) throw Bad(name, Unknown(name, template));
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, parameter) in template.Parameters)
        {
            if (SecretNames.LooksSecret(name)) throw new MillException(MillError.SecretArgument,
                $"The parameter '{name}' of the template '{template.Name}' ({template.Place}) looks secret, and parameters are kept on disk. Hand it over in a variable: --env {name}=…", name);
            if (!asked.Parameters.ContainsKey(name) && parameter.IsRequired)
                throw Bad(name, $"The template '{template.Name}' ({template.Place}) needs its parameter '{name}'; give it with --set {name}=…");
            values[name] = asked.Parameters.GetValueOrDefault(name) ?? parameter.Default ?? "";
        }
        return values;
    }

    static string Unknown(string name, Template template) => $"The template '{template.Name}' ({template.Place}) has no parameter '{name}'." + (template.Parameters.Count == 0
        ? " It has none at all."
        : $"{Nearest.Suggestion(name, template.Parameters.Keys)} It has: {string.Join(", ", template.Parameters.Keys)}.");

    // Of a folder's own file, a path is from there on; what a home's file says is for any folder.
    string? Folder(StartRequest asked, Template template, Dictionary<string, string> values)
    {
        if (Filled(template.Request.WorkingDirectory, values) is not { Length: > 0 } folder || folder.Contains('\0', StringComparison.Ordinal)) return null;
        var from = template.Source == settings.OfFolder?.Path ? Path.GetDirectoryName(template.Source) : asked.CallerDirectory;
        return from is null ? folder : Path.GetFullPath(folder, from);
    }

    string? Filled(string? text, Dictionary<string, string> values) =>
        text is null ? null : Placeholders.Fill(text, name => values.GetValueOrDefault(name) ?? (name == "home" ? home : null));

    static ResultRule? Result(StartRequest whole) => whole switch
    {
        { RequireResult: false, ResultFrom: { } rule } => rule with { Required = false },
        { RequireResult: true } => (whole.ResultFrom ?? new ResultRule()) with { Required = true },
        _ => whole.ResultFrom,
    };

    static RunHook? Hook(RunHook? hook) => hook is { Command.Count: > 0 } ? hook : null;

    static MillException Bad(string name, string message) => new(MillError.BadParameter, message, name);
}
