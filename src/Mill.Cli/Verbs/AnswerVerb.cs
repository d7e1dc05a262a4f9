using Mill.Cli.Options;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill answer</c>.</summary>
internal static class AnswerVerb
{
    static readonly Option s_question = new("question", "QUESTION", "which one, where the run asks several: q1");

    public static readonly Option[] Options = [s_question];

    public static readonly string[] Examples =
    [
        "mill answer abcd yes",
        "mill answer abcd 'release/2.1' --question q2",
    ];

    public static int Act(Call call)
    {
        var answered = call.Client.Answer(call.First(), new AnswerRequest { Answer = call.Line.Words[1], Question = call.Line.One(s_question) });
        if (call.Json) call.Output.Json(answered, Forms.Of);
        else call.Output.Out(SafeText.Escape($"{answered.Id}  {answered.Question} answered: {answered.Answer}") + "\n");
        return Exit.Ok;
    }
}
