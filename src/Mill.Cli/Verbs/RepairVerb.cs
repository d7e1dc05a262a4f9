using Mill.Cli.Options;
using Mill.Cli.Text;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill repair</c>.</summary>
internal static class RepairVerb
{
    static readonly string[] s_actions = ["resume", "retry"];
    static readonly Option s_all = new("all", null, "every run that needs it");
    static readonly Option s_dryRun = new("dry-run", null, "only say what would be done");
    static readonly Option s_force = new("force", null, "end runs too that are only suspect");
    static readonly Option s_stale = new("stale-grace", "TIME", "how old the last sign of life has to be (5m)");
    static readonly Option s_action = new("action", "WHAT", "resume or retry what is lost, instead of marking it failed");
    static readonly Option s_most = new("most-resumes", "N", "leave a run failed that was resumed so often already (3)");

    public static readonly Option[] Options = [s_all, s_dryRun, s_force, s_stale, s_action, s_most];

    public static readonly string[] Examples =
    [
        "mill repair --all --dry-run",
        "mill repair --all",
        "mill repair abcd --action resume",
        "mill repair --all --action resume --most-resumes 10",
    ];

    public static int Act(Call call)
    {
        var request = Request(call.Line);
        if (call.Line.Has(s_all)) return All(call, request);
        return new Each<RepairOutcome>(Forms.Of, id => call.Client.Repair(id, request), Sentences.Repaired).Run(call);
    }

    /// <summary>What a line asks for.</summary>
    public static RepairRequest Request(ParsedLine line)
    {
        if (line.Has(s_all) == line.Words.Count > 0)
            throw new UsageException("Say which: mill repair ID…, or mill repair --all.", line.Verb);
        return new RepairRequest
        {
            DryRun      = line.Has(s_dryRun),
            Force       = line.Has(s_force),
            StaleGrace  = line.Time(s_stale, orZero: true),
            Action      = Action(line),
            MostResumes = line.Count(s_most, 0) ?? RepairRequest.UsualMostResumes,
        };
    }

    static int All(Call call, RepairRequest request)
    {
        var outcomes = call.Client.RepairAll(request, call.Output.Tell);
        if (call.Json)
        {
            call.Output.JsonArray(outcomes.ToArray(), Forms.Of);
            return Exit.Ok;
        }
        var any = false;
        foreach (var outcome in outcomes)
        {
            call.Output.Out(Sentences.Repaired(outcome) + "\n");
            any = true;
        }
        if (!any) call.Output.Err("Nothing to repair.\n");
        return Exit.Ok;
    }

    static string? Action(ParsedLine line) => line.One(s_action) switch
    {
        null or "resume" or "retry" => line.One(s_action),
        { } word => throw line.Bad(s_action, $"'{word}' is no action (resume, retry).{Nearest.Suggestion(word, s_actions)}", word),
    };
}
