using Mill.Cli.Options;
using Mill.Json;

namespace Mill.Cli.Verbs;

/// <summary><c>mill restart</c>.</summary>
internal static class RestartVerb
{
    public static readonly Option[] Options = [Pairs.Env, Pairs.UnsetEnv];

    public static readonly string[] Examples =
    [
        "mill restart abcd",
        "id=$(mill restart abcd --env LEVEL=debug) && mill watch $id",
    ];

    public static int Act(Call call)
    {
        var request = new ResumeRequest { Environment = Pairs.Environment(call.Line), CallerExits = true };
        var run = call.Client.Restart(call.First(), request, call.Output.Tell);
        if (call.Json) call.Output.Json(run, Forms.Of);
        else call.Output.Out(run.Id + "\n");
        return Exit.Ok;
    }
}
