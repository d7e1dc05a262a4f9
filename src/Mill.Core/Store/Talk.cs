using Mill.Runs;

namespace Mill.Store;

/// <summary>What notes, questions and answers add to a record.</summary>
internal static class Talk
{
    /// <summary>The record after a note; one of an attempt that is over says nothing of the task as it is now.</summary>
    public static RunRecord Note(RunRecord record, RunEvent e, NoteTold told)
    {
        var noted = record with { Note = told.Text, NotedAt = e.Timestamp };
        return SpawnId.TryParse(told.SpawnId, out var spawn)
            ? noted.WithTask(spawn.Task, task => task.Attempts != spawn.Attempt ? task : task with { Note = told.Text, NotedAt = e.Timestamp, Progress = Progress(told) ?? task.Progress })
            : noted;
    }

    /// <summary>The record after a question: the run waits.</summary>
    public static RunRecord Ask(RunRecord record, Question asked) =>
        record.Status is not (RunStatus.Running or RunStatus.Waiting) ? record : record with
        {
            Status = RunStatus.Waiting,
            Questions = [.. record.Open.Where(one => one.Id != asked.Id), asked],
            QuestionsAsked = Math.Max(record.QuestionsAsked, Question.NumberOf(asked.Id)),
            QuestionAt = Later(record.QuestionAt, asked.AskedAt),
        };

    /// <summary>The record after the end of a question. That the run goes on is told by an event of its own.</summary>
    public static RunRecord Close(RunRecord record, RunEvent e, QuestionClosed closed) => record with
    {
        Questions = record.Open.Where(one => one.Id != closed.Id).ToArray() is { Length: > 0 } left ? left : null,
        QuestionsAsked = Math.Max(record.QuestionsAsked, Question.NumberOf(closed.Id)),
        QuestionAt = Later(record.QuestionAt, e.Timestamp),
    };

    static TaskProgress? Progress(NoteTold told) =>
        told is { Done: { } done, Total: { } total } && ProgressText.Makes(done, total) ? new(done, total) : null;

    static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}
