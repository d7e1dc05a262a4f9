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
        return new Each<RepairOutcome>(Forms.Of, id => call.Client.Repair(id, request), Sentences.Repaired) { Code = Code }.Run(call);
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

    /// <summary>What was not done although it was asked for is an error: to understand the run, to end every process, to resume it or start it anew.</summary>
    public static int Code(RepairOutcome repair) =>
        repair.Refused is not null || repair is { Verdict: "damaged", Repaired: false } || StopVerb.WasWithstood(repair.Survivors) ? Exit.Error : Exit.Ok;

    static int All(Call call, RepairRequest request)
    {
        var (code, outcomes) = (Exit.Ok, new List<RepairOutcome>());
        foreach (var outcome in call.Client.RepairAll(request, CannotBe))
        {
            outcomes.Add(outcome);
            code = Exit.Worse(code, Code(outcome));
            if (!call.Json) call.Output.Out(Sentences.Repaired(outcome) + "\n");
        }
        if (call.Json) call.Output.JsonArray(outcomes, Forms.Of);
        else if (outcomes.Count == 0) call.Output.Err("Nothing to repair.\n");
        return code;

        // One that cannot be repaired keeps no other from it.
        void CannotBe(string warning)
        {
            code = Exit.Error;
            call.Output.Tell(call.InHome(warning));
        }
    }

    static string? Action(ParsedLine line) => line.One(s_action) switch
    {
        null or "resume" or "retry" => line.One(s_action),
        { } word => throw line.Bad(s_action, $"'{word}' is no action (resume, retry).{Nearest.Suggestion(word, s_actions)}", word),
    };
}
