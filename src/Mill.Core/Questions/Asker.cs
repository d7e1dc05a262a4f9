using Mill.Json;
using Mill.Launch;
using Mill.Liveness;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Questions;

/// <summary>Asks a person something from inside a run, and waits for the answer without polling.</summary>
internal sealed class Asker(OwnRun own, AskRequest request)
{
    static readonly TimeSpan s_slowPoll = TimeSpan.FromSeconds(15);

    readonly RunFolder _folder = own.Folder;
    readonly IPlatform _platform = own.Folder.Platform;

    /// <summary>Asks, and returns what was answered, or what became of the question otherwise. Cancelling closes it.</summary>
    public AnswerOutcome Ask(CancellationToken stop)
    {
        var asked = QuestionRules.Check(request);
        using var changes = _platform.Watch([_folder.Path]);
        var question = Put(asked, stop);
        try
        {
            asked.Asked?.Invoke(_folder.Id.Text, question);
            return Wait(changes, question, stop);
        }
        catch (OperationCanceledException)
        {
            // Whoever answered in the last moment is heard all the same.
            if (Close(question, Answers.Gone, null) is { How: not Answers.Gone } answered) return answered;
            throw;
        }
    }

    Question Put(AskRequest asked, CancellationToken stop)
    {
        using var locked = own.Take(stop);
        var (now, time) = (_platform.Clock.GetUtcNow(), asked.Timeout ?? Question.UsualTimeout);
        var question = new Question
        {
            Id = Question.IdOf(locked.Record!.QuestionsAsked + 1),
            Text = asked.Text,
            Choices = asked.Choices,
            Default = asked.Default,
            SpawnId = own.Spawn.ToString(),
            Task = own.Spawn.Task,
            Asker = _platform.Processes.Self,
            AskedAt = now,
            ExpiresAt = now + time,
            Deadline = new Deadline(_platform.Machine.BootId, _platform.BootMs() + (long)time.TotalMilliseconds),
        };
        locked.Change(EventDraft.Of(question));
        Steps.Reached("question.asked");
        return question;
    }

    AnswerOutcome Wait(IChanges changes, Question question, CancellationToken stop)
    {
        while (true)
        {
            if (Closed(question) is { } outcome) return outcome;
            var left = TimeSpan.FromMilliseconds(question.Deadline!.AtMs - _platform.BootMs());
            if (left <= TimeSpan.Zero) return Close(question, question.Default is null ? Answers.Expired : Answers.Default, question.Default);
            changes.Wait(null, left < s_slowPoll ? left : s_slowPoll, stop);
            stop.ThrowIfCancellationRequested();
        }
    }

    AnswerOutcome? Closed(Question question)
    {
        if (!_folder.Exists) throw _folder.Missing();
        return Now() is not { } record || record.Open.Any(one => one.Id == question.Id) ? null : Outcome(record, question);
    }

    // Between its two writes a writer may have died: then the log is ahead for good.
    RunRecord? Now()
    {
        var snapshot = _folder.ReadSnapshot().Value;
        return snapshot is not null && EventLog.Since(_platform.Files, _folder[FileNames.Events], _folder.Id, snapshot.Revision) is { } news
            ? news.Aggregate(snapshot, (record, one) => Projection.Apply(record, one)!)
            : Projection.Of(_folder.ReadEvents().Events, snapshot);
    }

    AnswerOutcome Close(Question question, string how, string? answer)
    {
        using var locked = LockedRun.Take(_folder);
        if (locked.Record is not { IsTerminal: false } record || record.Open.All(one => one.Id != question.Id)) return Outcome(locked.Record ?? _folder.Require(), question);
        locked.Change(QuestionRules.Close(record, [question], how, answer));
        return Outcome(question, new QuestionClosed(question.Id, answer, null, how));
    }

    AnswerOutcome Outcome(RunRecord record, Question question) =>
        ClosedQuestions.Find(_folder, question.Id) is { How: not Answers.Gone } told ? Outcome(question, told)
        : record.IsTerminal ? throw OwnRun.Ended(record)
        : throw new MillException(MillError.RunIsOver, $"{own.Spawn} of run {_folder.Id} is over; nobody waits for an answer to {question.Id} any more. Try: mill get {_folder.Id}", _folder.Id.Text);

    AnswerOutcome Outcome(Question question, QuestionClosed told) => new(_folder.Id.Text, question.Id, question.Text, told.Answer, told.By, told.How);
}
