using Mill.Cli.Text;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill get</c>.</summary>
internal static class GetVerb
{
    public static readonly string[] Examples =
    [
        "mill get 20260101-120000-abcd",
        "mill get abcd --json | jq .effectiveStatus",
    ];

    public static int Act(Call call) => new Each<Run>(
        Forms.Of,
        call.Client.Get,
        run => new RunPage(call.Clock.GetUtcNow(), call.Output.OutPaint, call.Next).Of(run).TrimEnd('\n')).Run(call);
}
