using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>What a run asks.</summary>
public sealed class MillQuestion : INamesRun
{
    internal MillQuestion(Run run, Question asked, string home) => (Id, Asked, Home) = (run.Id, asked, home);

    /// <summary>Which run.</summary>
    public string Id { get; }
    /// <summary>Which of its questions, such as <c>q1</c>.</summary>
    public string Question => Asked.Id;
    /// <summary>The question.</summary>
    public string Text => Asked.Text;
    /// <summary>What may be answered; none means anything.</summary>
    public string[] Choices => [.. Asked.Choices ?? []];
    /// <summary>What counts when nobody answers in time.</summary>
    public string? Default => Asked.Default;
    /// <summary>The task that asks.</summary>
    public string? Task => Asked.Task;
    /// <summary>When it was asked.</summary>
    public DateTime AskedAt => Asked.AskedAt.LocalDateTime;
    /// <summary>When nobody waits for the answer any more.</summary>
    public DateTime ExpiresAt => Asked.ExpiresAt.LocalDateTime;
    /// <summary>The home that the run is in.</summary>
    public string Home { get; }

    internal Question Asked { get; }

    /// <summary>The question, with what may be answered.</summary>
    public override string ToString() => Told.Question(Asked);
}

/// <summary>An answer that was given.</summary>
public sealed class MillAnswer : INamesRun
{
    internal MillAnswer(AnswerOutcome outcome, string home) =>
        (Id, Question, Text, Answer, By, Home) = (outcome.Id, outcome.Question, outcome.Text, outcome.Answer, outcome.By, home);

    /// <summary>Which run.</summary>
    public string Id { get; }
    /// <summary>Which of its questions, such as <c>q1</c>.</summary>
    public string Question { get; }
    /// <summary>The question.</summary>
    public string Text { get; }
    /// <summary>The answer, as the run gets it.</summary>
    public string? Answer { get; }
    /// <summary>Who gave it.</summary>
    public string? By { get; }
    /// <summary>The home that the run is in.</summary>
    public string Home { get; }

    /// <summary>The answer.</summary>
    public override string ToString() => Answer ?? "";
}
