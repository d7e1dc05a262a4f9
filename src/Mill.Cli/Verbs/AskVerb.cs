using Mill.Cli.Options;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill ask</c>.</summary>
internal static class AskVerb
{
    static readonly Option s_choice = new("choice", "ANSWER", "one of the answers that count (as often as needed)");
    static readonly Option s_default = new("default", "ANSWER", "what counts when nobody answers in time; else it exits with 2");
    static readonly Option s_timeout = new("timeout", "TIME", "how long to wait (24h)");

    public static readonly Option[] Options = [s_choice, s_default, s_timeout];

    public static readonly string[] Examples =
    [
        "answer=$(mill ask 'Deploy to production?' --choice yes --choice no) && [ \"$answer\" = yes ] && ./deploy.sh",
        "mill ask 'Which branch?' --default main --timeout 10m",
    ];

    public static int Act(Call call)
    {
        using var leaving = new Leaving();
        try
        {
            var outcome = call.Client.Ask(Request(call), leaving.Token);
            leaving.Settle();
            return Tell(call, outcome);
        }
        catch (OperationCanceledException) when (leaving.Token.IsCancellationRequested)
        {
            call.Output.Tell("Left; the question is closed.");
            return leaving.Code;
        }
        catch (MillException stopped) when (stopped.Code == MillError.ParentCancelled)
        {
            leaving.Settle(); // It may have seen that before it is asked to end, as its run's processes are.
            call.Output.Error(stopped.Code.ToString(), call.InHome(stopped.Message), stopped.Target, call.Json);
            return Exit.Cancelled;
        }
    }

    static AskRequest Request(Call call) => new()
    {
        Text    = call.Line.Words[0],
        Choices = [.. call.Line.All(s_choice)],
        Default = call.Line.One(s_default),
        Timeout = call.Line.Time(s_timeout),
    };

    static int Tell(Call call, AnswerOutcome outcome)
    {
        if (call.Json) call.Output.Json(outcome, Forms.Of);
        else if (outcome.Answer is { } answer) call.Output.Out(answer + "\n");
        if (outcome.How == Answers.Default) call.Output.Tell($"Nobody answered {outcome.Question} in time; '{outcome.Answer}' counts.");
        if (outcome.How != Answers.Expired) return Exit.Ok;
        call.Output.Tell($"Nobody answered {outcome.Question} in time.");
        return Exit.TimedOut;
    }
}
