using Mill.Cli.Options;
using Mill.Cli.Text;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill sweep</c>.</summary>
internal static class SweepVerb
{
    static readonly Option s_dryRun = new("dry-run", null, "only say what would go");
    static readonly Option s_older = new("older-than", "TIME", "remove ended runs older than this as a whole");
    static readonly Option s_keep = new("keep", "N", "keep only so many ended runs");
    static readonly Option s_logTime = new("log-retention", "TIME", "how long logs stay after the end (24h)");
    static readonly Option s_logSize = new("log-max-bytes", "SIZE", "how much room all logs may take (512MB)");

    public static readonly Option[] Options = [s_dryRun, s_older, s_keep, s_logTime, s_logSize];

    public static readonly string[] Examples =
    [
        "mill sweep --dry-run",
        "mill sweep --older-than 30d --keep 1000",
    ];

    public static int Act(Call call)
    {
        var request = Request(call.Line);
        var swept = call.Client.Sweep(request).ToArray();
        if (call.Json) call.Output.JsonArray(swept, Forms.Of);
        else Say(call.Output, swept, request.DryRun);
        return Exit.Ok;
    }

    /// <summary>What a line asks for.</summary>
    public static SweepRequest Request(ParsedLine line) => new()
    {
        DryRun       = line.Has(s_dryRun),
        OlderThan    = line.Time(s_older, orZero: true),
        Keep         = line.Count(s_keep, 0),
        LogRetention = line.Time(s_logTime, orZero: true),
        LogMaxBytes  = line.Size(s_logSize, orZero: true),
    };

    static void Say(Output output, SweepOutcome[] swept, bool dryRun)
    {
        foreach (var one in swept) output.Out(Sentences.Swept(one, dryRun) + "\n");
        output.Err(swept.Length == 0 ? "Nothing to sweep.\n" : $"{Sizes.Say(swept.Sum(one => one.Bytes))} in all.\n");
    }
}
