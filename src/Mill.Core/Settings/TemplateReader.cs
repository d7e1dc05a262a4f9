using Mill.Plans;
using Mill.Runs;
using Mill.Written;

namespace Mill.Settings;

/// <summary>Reads templates.</summary>
internal sealed class TemplateReader(string name, WrittenGroup group, string source)
{
    const int LongestName = 200;

    /// <summary>A template; what makes no sense in it is noted at its line.</summary>
    public Template Read()
    {
        if (!Placeholders.IsName(name)) group.Blame(name, $"'{name}' is no name for a template: it begins with a letter and has letters, digits, '-' and '_'");
        var parameters = ParametersReader.Read(group);
        var template = new Template
        {
            Name = name,
            Source = source,
            Line = group.Line,
            Description = group.Text("description"),
            Parameters = parameters,
            Request = Request([.. parameters.Keys]),
        };
        group.NoMore();
        return template;
    }

    StartRequest Request(string[] parameters)
    {
        string[] atStart = [.. parameters, .. Placeholders.OfStart], atLaunch = [.. parameters, .. Placeholders.OfLaunch], atEnd = [.. parameters, .. Placeholders.OfHook];
        var request = LimitsReader.Read(group, "env") with
        {
            Command = group.Text("command") ?? "",
            Arguments = group.Texts("args") ?? [],
            Name = group.Text("name"),
            WorkingDirectory = group.Text("cwd"),
            Retry = RetryReader.Read(group),
            ResultFrom = Result(),
            OnEnd = HookReader.Read(group, "onEnd", atEnd),
            OnFailure = HookReader.Read(group, "onFailure", atEnd),
        };
        if (request.Command.Length == 0) group.Blame("command", $"the template '{name}' needs a 'command'");
        if (request.Name is { Length: 0 or > LongestName }) group.Blame("name", $"a name has 1 to {LongestName} characters");
        if (request.WorkingDirectory is "") group.Blame("cwd", "'cwd' is a folder; it is empty");
        foreach (var key in new[] { "args", "env" }) Check(key, atLaunch);
        foreach (var key in new[] { "name", "cwd", "tags" }) Check(key, atStart);
        return request;
    }

    void Check(string key, string[] known)
    {
        foreach (var text in group.Any(key)?.Texts() ?? [])
            if (Placeholders.Fault(text.Content, known) is { } fault) group.Blame(text.Line, $"'{key}': {fault}");
    }

    ResultRule? Result()
    {
        if (group.Group("result") is not { } result) return null;
        var rule = new ResultRule { From = result.Text("from") ?? ResultRule.LastJsonLine, Path = result.Text("path"), Required = result.Flag("required") };
        if (!ResultRule.Places.Contains(rule.From, StringComparer.Ordinal))
            result.Blame("from", $"'from' is {string.Join(" or ", ResultRule.Places)}.{Nearest.Suggestion(rule.From, ResultRule.Places)}");
        else if (!rule.IsWhole)
            result.Blame("path", rule.From == ResultRule.File ? "a result from a file needs its 'path'" : "only a result from a file has a 'path'");
        result.NoMore();
        return rule;
    }
}
