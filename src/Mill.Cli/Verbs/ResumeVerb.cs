using Mill.Cli.Options;
using Mill.Cli.Text;
using Mill.Json;

namespace Mill.Cli.Verbs;

/// <summary><c>mill resume</c>.</summary>
internal static class ResumeVerb
{
    static readonly Option s_dryRun = new("dry-run", null, "only say what would be done");
    static readonly Option s_set = new("set", "K=V", "what a parameter of its template or plan stands for now (as often as needed)");
    static readonly Option s_task = new("task", "NAME", "only this task (as often as needed)");
    static readonly Option s_from = new("from", "NAME", "this task and all that wait for it, whether they had finished or not");

    public static readonly Option[] Options = [s_task, s_from, s_set, s_dryRun, Pairs.Env, Pairs.UnsetEnv];

    public static readonly string[] Examples =
    [
        "mill resume abcd",
        "mill resume abcd --dry-run",
        "mill resume abcd --from build --set target=staging",
        "mill resume abcd --env API_TOKEN=$API_TOKEN",
    ];

    public static int Act(Call call)
    {
        var outcome = Pairs.Checked("resume", () => call.Client.Resume(call.First(), Request(call.Line), call.Output.Tell));
        if (call.Json) call.Output.Json(outcome, Forms.Of);
        else call.Output.Out(Sentences.Resumed(outcome) + "\n");
        return Exit.Ok;
    }

    /// <summary>What a line asks for.</summary>
    public static ResumeRequest Request(ParsedLine line) => new()
    {
        DryRun      = line.Has(s_dryRun),
        Tasks       = [.. line.All(s_task)],
        From        = line.One(s_from),
        Parameters  = Pairs.Parameters(line, s_set),
        Environment = Pairs.Environment(line),
        CallerExits = true,
    };
}
