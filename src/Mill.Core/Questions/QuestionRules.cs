using Mill.Runs;
using Mill.Store;

namespace Mill.Questions;

/// <summary>What may be asked, which answers count, and what closes a question; rules without I/O.</summary>
internal static class QuestionRules
{
    const int LongestChoice = 200, MostChoices = 100;

    /// <summary>The request as it is kept, once it is known to make sense.</summary>
    public static AskRequest Check(AskRequest request)
    {
        var text = OneLine.Of(request.Text);
        if (text.Length == 0) throw Bad("A question has at least one character.", "text");
        if (request.Timeout is { } time && (!Durations.IsLength(time) || time == TimeSpan.Zero)) throw Bad($"The timeout {time} makes no sense; try 10m or 24h.", "timeout");
        CheckChoices(request.Choices);
        if (request.Default is not { } usual) return request with { Text = text };
        if (request.Choices.Count == 0) return request with { Text = text, Default = Plain(usual, "The default") };
        return request with
        {
            Text = text,
            Default = Choice(request.Choices, usual) ?? throw Bad($"The default '{usual}' is none of the choices: {string.Join(", ", request.Choices)}.", "default"),
        };
    }

    /// <summary>The open question that is meant; the only one where none is named.</summary>
    public static Question? Meant(RunRecord record, string? id) => (record.Open, id) switch
    {
        (_, { } named) => record.Open.FirstOrDefault(one => one.Id == named),
        ([], _) => null,
        ([var only], _) => only,
        _ => throw new MillException(MillError.QuestionAmbiguous,
            $"Run {record.Id} asks {record.Open.Count} questions: {string.Join("; ", record.Open.Select(Told.Question))}. Say which: {Told.Command(record.Id, record.Open[0], isOnly: false)}", record.Id),
    };

    /// <summary>The answer as it counts: of a question with choices, one of them as it was written there.</summary>
    public static string Accepted(string run, Question question, string answer) => question.Choices is { Count: > 0 } choices
        ? Choice(choices, answer.Trim()) ?? throw new MillException(MillError.AnswerRefused,
            $"'{OneLine.Of(answer)}' is no answer to {question.Id} of run {run} ({question.Text}); it takes one of: {string.Join(", ", choices)}. Try: {Told.Command(run, question, isOnly: true)}", question.Id)
        : Plain(answer, "An answer");

    /// <summary>What is recorded when open questions are closed: with the last of them, the run goes on.</summary>
    public static EventDraft[] Close(RunRecord record, IReadOnlyCollection<Question> which, string how, string? answer = null, string? by = null) =>
    [
        .. which.Select(one => EventDraft.Of(new QuestionClosed(one.Id, answer, by, how))),
        .. which.Count > 0 && which.Count == record.Open.Count && record.Status == RunStatus.Waiting ? new[] { EventDraft.Of(new StatusChanged(RunStatus.Running)) } : [],
    ];

    /// <summary>What is recorded of the questions of spawns whose ends are among what is about to be recorded.</summary>
    public static EventDraft[] GoneWith(RunRecord record, IEnumerable<EventDraft> news)
    {
        if (record.Open.Count == 0) return [];
        var ended = news.Select(one => one.Said).OfType<SpawnEnded>().Select(one => one.SpawnId).ToHashSet(StringComparer.Ordinal);
        return Close(record, [.. record.Open.Where(one => one.SpawnId is { } spawn && ended.Contains(spawn))], Answers.Gone);
    }

    static void CheckChoices(IReadOnlyList<string> choices)
    {
        if (choices.Count > MostChoices) throw Bad($"A question has at most {MostChoices} choices; this one has {choices.Count}.", "choice");
        foreach (var choice in choices)
            if (choice.Length > LongestChoice || choice != choice.Trim() || choice.Length == 0 || !OneLine.Is(choice))
                throw Bad($"'{choice}' is no choice: it has 1 to {LongestChoice} characters in one line, and no spaces around it.", "choice");
        if (choices.GroupBy(one => one, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Bad($"The choice '{twice.Key}' is there twice.", "choice");
    }

    static string? Choice(IReadOnlyList<string> choices, string answer) => choices.FirstOrDefault(one => one.Equals(answer, StringComparison.OrdinalIgnoreCase));

    static string Plain(string text, string what) =>
        text.Length > 0 && OneLine.Is(text) ? text : throw Bad($"{what} has 1 to {OneLine.MaxLength} characters in one line; this one has {text.Length}.", "answer");

    static MillException Bad(string message, string target) => new(MillError.BadValue, message, target);
}
