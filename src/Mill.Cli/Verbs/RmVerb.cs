using Mill.Cli.Options;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill rm</c>.</summary>
internal static class RmVerb
{
    static readonly Option s_force = new("force", null, "stop a run first that is not over");

    public static readonly Option[] Options = [s_force];

    public static readonly string[] Examples =
    [
        "mill rm abcd efgh",
        "mill rm abcd --force",
    ];

    public static int Act(Call call) => new Each<RemoveOutcome>(
        Forms.Of,
        id => Remove(call, id),
        removed => $"{removed.Id}  removed")
    { AlwaysArray = true }.Run(call);

    static RemoveOutcome Remove(Call call, RunId id)
    {
        call.Client.Remove(id, call.Line.Has(s_force));
        return new RemoveOutcome(id.Text, true);
    }
}
