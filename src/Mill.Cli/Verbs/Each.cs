using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary>Does the same with every run that was named: an error is told, and the next one has its turn.</summary>
/// <param name="Form">How a result becomes JSON.</param>
/// <param name="Act">What is done.</param>
/// <param name="Say">What people read of it.</param>
internal sealed record Each<T>(Form<T> Form, Func<RunId, T> Act, Func<T, string> Say) where T : class
{
    /// <summary>What a result makes of the exit code.</summary>
    public Func<T, int> Code { get; init; } = _ => Exit.Ok;

    /// <summary>Whether programs get an array even of a single result.</summary>
    public bool AlwaysArray { get; init; }

    /// <summary>Goes through the words of a call; the worst code wins.</summary>
    public int Run(Call call)
    {
        var several = AlwaysArray || call.Line.Words.Count > 1;
        var (worst, results) = (Exit.Ok, new List<string>());
        foreach (var word in call.Line.Words)
        {
            try
            {
                var result = Act(call.Client.Find(word));
                worst = Exit.Worse(worst, Code(result));
                if (!call.Json) call.Output.Out(Say(result) + "\n");
                else results.Add(MillJson.Text(result, Form));
            }
            catch (MillException refused) when (call.Line.Words.Count > 1)
            {
                worst = Exit.Worse(worst, Exit.Of(refused.Code));
                var message = call.InHome(refused.Message);
                call.Output.Tell(message);
                results.Add(MillJson.Text(new ErrorReport(new ErrorBody(refused.Code.ToString(), message, refused.Target ?? word)), Forms.Of));
            }
        }
        if (call.Json) call.Output.Out((several ? $"[{string.Join(',', results)}]" : results[0]) + "\n");
        return worst;
    }
}
