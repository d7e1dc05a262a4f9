using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary>Does the same with every run that was named: an error is told, and the next one has its turn.</summary>
/// <param name="Type">How a result becomes JSON.</param>
/// <param name="Act">What is done.</param>
/// <param name="Say">What people read of it.</param>
internal sealed record Each<T>(JsonTypeInfo<T> Type, Func<RunId, T> Act, Func<T, string> Say)
{
    /// <summary>What a result makes of the exit code.</summary>
    public Func<T, int> Code { get; init; } = _ => Exit.Ok;

    /// <summary>Whether programs get an array even of a single result.</summary>
    public bool AlwaysArray { get; init; }

    /// <summary>Goes through the words of a call; the worst code wins.</summary>
    public int Run(Call call)
    {
        var several = AlwaysArray || call.Line.Words.Count > 1;
        var (worst, results) = (Exit.Ok, new List<JsonElement>());
        foreach (var word in call.Line.Words)
        {
            try
            {
                var result = Act(call.Client.Find(word));
                worst = Exit.Worse(worst, Code(result));
                if (!call.Json) call.Output.Out(Say(result) + "\n");
                else results.Add(JsonSerializer.SerializeToElement(result, Type));
            }
            catch (MillException refused) when (call.Line.Words.Count > 1)
            {
                worst = Exit.Worse(worst, Exit.Of(refused.Code));
                call.Output.Tell(refused.Message);
                results.Add(JsonSerializer.SerializeToElement(
                    new ErrorReport(new ErrorBody(refused.Code.ToString(), refused.Message, refused.Target ?? word)),
                    MillJson.Plain.ErrorReport));
            }
        }
        if (call.Json && several) call.Output.Json([.. results], MillJson.Plain.JsonElementArray);
        else if (call.Json) call.Output.Json(results[0], MillJson.Plain.JsonElement);
        return worst;
    }
}
