using Mill.Cli.Options;
using Mill.Cli.Text;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill ls</c>.</summary>
internal static class LsVerb
{
    static readonly Option s_status = new("status", "STATUS", "only with this status (as often as needed, or a,b)");
    static readonly Option s_active = new("active", null, "only what has not come to its end");
    static readonly Option s_last = new("last", "N", "only the newest so many") { Letter = 'n' };
    static readonly Option s_tag = new("tag", "K[=V]", "only with this tag (as often as needed)");
    static readonly Option s_name = new("name", "PATTERN", "only with this name (as often as needed); * and ? stand for anything");

    public static readonly Option[] Options = [s_status, s_active, s_last, s_tag, s_name];

    public static readonly string[] Examples =
    [
        "mill ls --active",
        "mill ls --status failed,lost --last 20",
        "mill ls --tag kind=report --json | jq -r '.[].id'",
    ];

    public static int Act(Call call)
    {
        var found = call.Client.List(Filter(call.Line), call.Output.Tell);
        if (call.Json)
        {
            call.Output.JsonArray(found, Forms.Of);
            return Exit.Ok;
        }
        var runs = found.ToArray();
        if (runs.Length == 0) call.Output.Err("No runs.\n");
        else call.Output.Out(new RunTable(call.Clock.GetUtcNow(), call.Output.Columns, call.Output.OutPaint).Of(runs));
        return Exit.Ok;
    }

    /// <summary>Which runs a line asks for.</summary>
    public static RunFilter Filter(ParsedLine line) => new()
    {
        Statuses = [.. line.All(s_status).SelectMany(text => text.Split(',')).Select(word => Status(line, word.Trim()))],
        Active   = line.Has(s_active),
        Last     = line.Count(s_last, 1),
        Tags     = Pairs.WantedTags(line, s_tag),
        Names    = [.. line.All(s_name)],
    };

    static EffectiveStatus Status(ParsedLine line, string word)
    {
        if (Words.TryRead(word, out EffectiveStatus status)) return status;
        var known = Enum.GetValues<EffectiveStatus>().Select(one => one.Word()).ToArray();
        throw line.Bad(s_status, $"'{word}' is no status ({string.Join(", ", known)}).{Nearest.Suggestion(word, known)}", word);
    }
}
