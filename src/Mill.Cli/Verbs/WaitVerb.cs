using Mill.Cli.Options;
using Mill.Cli.Text;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill wait</c>.</summary>
internal static class WaitVerb
{
    static readonly Option s_timeout = new("timeout", "TIME", "wait no longer than this, for all of them together; exits 2");

    public static readonly Option[] Options = [s_timeout];

    public static readonly string[] Examples =
    [
        "mill wait abcd",
        "mill wait abcd efgh --timeout 10m || echo \"ended with $?\"",
    ];

    public static int Act(Call call)
    {
        var limit = call.Line.Time(s_timeout, orZero: true);
        var since = call.Clock.GetTimestamp();
        var asked = new AskedOnce(call);
        return Attached.To(call, $"mill wait {string.Join(' ', call.Line.Words)}", stop => new Each<Run>(
            Forms.Of,
            id => asked.Wait(call.Client, id, Left(limit, call.Clock.GetElapsedTime(since)), stop),
            run => Sentences.Summary(run, call.Output.OutPaint))
        { Code = Exit.Of }.Run(call));
    }

    static TimeSpan? Left(TimeSpan? limit, TimeSpan gone) =>
        limit is not { } all ? null : all > gone ? all - gone : TimeSpan.Zero;
}
