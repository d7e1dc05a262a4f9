using Mill.Cli.Options;
using Mill.Cli.Text;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill stop</c>.</summary>
internal static class StopVerb
{
    static readonly Option s_grace = new("grace", "TIME", "how long processes have before they are ended");
    static readonly Option s_reason = new("reason", "TEXT", "why, for the record");
    static readonly Option s_force = new("force", null, "end processes too that were allowed to stay behind");

    public static readonly Option[] Options = [s_grace, s_reason, s_force];

    public static readonly string[] Examples =
    [
        "mill stop abcd",
        "mill stop abcd efgh --grace 30s --reason 'wrong branch'",
    ];

    public static int Act(Call call)
    {
        var request = Request(call.Line);
        return new Each<StopOutcome>(Forms.Of, id => call.Client.Stop(id, request), Sentences.Stopped)
        {
            Code = Code,
        }.Run(call);
    }

    /// <summary>What a line asks for.</summary>
    public static StopRequest Request(ParsedLine line) => new()
    {
        Grace  = line.Time(s_grace, orZero: true),
        Reason = line.One(s_reason),
        Force  = line.Has(s_force),
    };

    /// <summary>A process that should be gone and is not is an error, although the run has ended.</summary>
    public static int Code(StopOutcome stop) =>
        stop.WithNested.Any(one => WasWithstood(one.Survivors)) ? Exit.Error : Exit.Ok;

    /// <summary>Whether somebody is among them who could not be ended.</summary>
    public static bool WasWithstood(IReadOnlyList<Survivor> survivors) => survivors.Any(one => one.WithstoodItsEnd);
}
