using Mill.Runs;
using Mill.Written;

namespace Mill.Settings;

/// <summary>Reads what a template or a plan leaves open.</summary>
internal static class ParametersReader
{
    /// <summary>The parameters under <c>parameters</c>; none where there is no such key.</summary>
    public static Dictionary<string, TemplateParameter> Read(WrittenGroup group)
    {
        var parameters = new Dictionary<string, TemplateParameter>(StringComparer.Ordinal);
        if (group.Group("parameters") is not { } all) return parameters;
        foreach (var key in all.Keys)
        {
            if (!Placeholders.IsName(key)) all.Blame(key, $"'{key}' is no name for a parameter: it begins with a letter and has letters, digits, '-' and '_'");
            else if (Placeholders.OfHook.Contains(key, StringComparer.Ordinal)) all.Blame(key, $"a parameter cannot be called '{key}': {{{{{key}}}}} is Mill's own");
            parameters[key] = all.Group(key) is { } one ? Parameter(one) : new TemplateParameter();
        }
        return parameters;
    }

    static TemplateParameter Parameter(WrittenGroup one)
    {
        var parameter = new TemplateParameter(one.Flag("required"), one.Text("default"));
        if (parameter is { IsRequired: true, Default: not null }) one.Blame("default", "a required parameter has no default");
        one.NoMore();
        return parameter;
    }
}
