using Mill.Runs;
using Mill.Store;

namespace Mill.Launch;

/// <summary>The spec that a whole request comes to. One that was made of a template, or of a plan with parameters, is checked as it will be launched, and kept as it was written.</summary>
internal static class WholeSpec
{
    /// <summary>It, or the error that says what makes no sense.</summary>
    public static RunSpec Of(HomeFolder home, StartRequest asked, Dictionary<string, string> environment, Ancestry ancestry)
    {
        if (asked is { ResultFrom.IsWhole: false }) throw Bad("The result is taken from the last line of JSON, or from a file that has a name.", "result");
        if (asked is { OnEnd.IsWhole: false } or { OnFailure.IsWhole: false }) throw Bad("A hook has a command and a time limit.", "hook");
        if (asked is { Plan: not null, ResultFrom: not null }) throw Bad("A plan leaves no result; only one command does.", "result");
        var check = new RequestCheck(home.Platform);
        var hasGaps = asked.MadeOf is not null || asked is { Plan: not null, Parameters.Count: > 0 };
        var spec = hasGaps ? Made(check, home, asked, environment, ancestry) : check.Check(asked, environment, ancestry);
        return spec with
        {
            ResultFrom = asked.ResultFrom,
            OnEnd = asked.OnEnd,
            OnFailure = asked.OnFailure,
        };
    }

    static RunSpec Made(RequestCheck check, HomeFolder home, StartRequest asked, Dictionary<string, string> environment, Ancestry ancestry)
    {
        string Filled(string text) => Placeholders.Fill(text, name => asked.Parameters.GetValueOrDefault(name) ?? (name == "home" ? home.Path : null));
        var changes = asked.Environment.ToDictionary(one => one.Key, one => one.Value is { } value ? Filled(value) : null, StringComparer.Ordinal);
        var shown = new Dictionary<string, string>(environment, environment.Comparer);
        foreach (var (name, value) in changes)
            if (value is not null) shown[name] = value;
        var spec = check.Check(asked with { Arguments = [.. asked.Arguments.Select(Filled)], Environment = changes }, shown, ancestry);
        return spec with
        {
            Arguments = asked.Arguments,
            Environment = spec.Environment.Keys.ToDictionary(name => name, name => asked.Environment[name]!, StringComparer.Ordinal),
            Template = asked.MadeOf,
            Parameters = asked.Parameters,
        };
    }

    static MillException Bad(string message, string target) => new(MillError.BadValue, message, target);
}
