using Mill.Launch;
using Mill.Runs;
using Mill.Store;

namespace Mill.Questions;

/// <summary>Answers what a run asks. Of several who answer at once, the first is heard.</summary>
internal sealed class Answerer(RunFolder folder, AnswerRequest request)
{
    /// <summary>Answers, or says why that cannot be.</summary>
    public AnswerOutcome Answer()
    {
        using var locked = LockedRun.Take(folder);
        if (locked.Record is null) folder.Require();
        Deserted.Close(locked);
        var record = locked.Record!;
        var question = QuestionRules.Meant(record, request.Question) ?? throw Nothing(record);
        var answer = QuestionRules.Accepted(record.Id, question, request.Answer);
        var by = $"{Environment.UserName}@{folder.Platform.Machine.Host}";
        locked.Change(QuestionRules.Close(record, [question], Answers.Answered, answer, by));
        Steps.Reached("question.answered");
        return new(record.Id, question.Id, question.Text, answer, by, Answers.Answered);
    }

    MillException Nothing(RunRecord record)
    {
        if (record.IsTerminal) return OwnRun.Over(record);
        var closed = ClosedQuestions.Find(folder, request.Question);
        var what = request.Question is { } named ? $"does not ask {named}" : "asks nothing";
        return new(MillError.NothingAsked, $"Run {record.Id} {what}{Before(closed)}. {Next(record)}", record.Id);
    }

    static string Before(QuestionClosed? closed) => closed switch
    {
        { How: Answers.Answered } => $"; {closed.Id} was answered before: '{closed.Answer}', by {closed.By}",
        { How: Answers.Default } => $"; nobody answered {closed.Id} in time, and '{closed.Answer}' counts",
        { How: Answers.Expired } => $"; nobody answered {closed.Id} in time",
        { How: Answers.Gone } => $"; the process that asked {closed.Id} is gone",
        _ => " now",
    };

    static string Next(RunRecord record) => record.Open.Count == 0
        ? $"Try: mill get {record.Id}"
        : $"It asks {string.Join("; ", record.Open.Select(Told.Question))}.";
}
