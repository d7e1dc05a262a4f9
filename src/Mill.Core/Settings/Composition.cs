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
        if (asked is { Template: null, Plan: null } && asked.Parameters.Count > 0)
            throw new MillException(MillError.BadParameter, $"'{asked.Parameters.Keys.First()}' is set, and nothing has parameters but a template or a plan; name one with --template or --plan.", asked.Parameters.Keys.First());
        var whole = asked switch
        {
            { Template: { } name } => OfTemplate(asked, settings.Template(name)),
            { Plan: { } plan } => OfPlan(asked, plan),
            _ => asked.Over(settings.Defaults),
        };
        return whole with
        {
            ResultFrom = Result(whole),
            OnEnd = Hook(whole.OnEnd),
            OnFailure = Hook(whole.OnFailure),
            // A priority that files give means nothing to a run that waits in no queue.
            Priority = whole.Queue is null ? asked.Priority : whole.Priority,
        };
    }

    // What others than the template or the plan say has no gaps, whatever braces it has.
    StartRequest OfTemplate(StartRequest asked, Template template)
    {
        var values = ParameterValues.Of($"the template '{template.Name}' ({template.Place})", template.Parameters, asked.Parameters);
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

    StartRequest OfPlan(StartRequest asked, PlanRequest plan)
    {
        var values = ParameterValues.Of(plan.Origin is { } file ? $"the plan {file}" : "the plan", plan.Parameters, asked.Parameters);
        var made = Layers.Nothing with { Environment = plan.Environment };
        var whole = plan.Parameters.Count == 0 ? asked.Over(made).Over(settings.Defaults) : Literal(asked).Over(made).Over(Literal(settings.Defaults));
        return whole with { Parameters = values };
    }

    static StartRequest Literal(StartRequest request) => request with
    {
        Environment = request.Environment.ToDictionary(one => one.Key, one => one.Value is { } value ? Placeholders.Escape(value) : null, StringComparer.Ordinal),
    };

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
