namespace Mill.Runs;

/// <summary>A question that a run asks a person; of <c>run:waiting</c>, and of the snapshot while it is open.</summary>
public sealed record Question
{
    /// <summary>How long it is open, unless somebody says otherwise.</summary>
    public static readonly TimeSpan UsualTimeout = TimeSpan.FromHours(24);

    /// <summary>Whether nothing is null that must not be.</summary>
    public bool IsWhole => NumberOf(Id) > 0 && Text is not null && Choices?.Any(choice => choice is null) != true;

    /// <summary>Which of the run's questions: <c>q1</c>, <c>q2</c>, counted over its whole life.</summary>
    public required string Id { get; init; }
    /// <summary>The question.</summary>
    public required string Text { get; init; }
    /// <summary>What may be answered; none means anything.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
    /// <summary>What counts as the answer when nobody gives one in time.</summary>
    public string? Default { get; init; }
    /// <summary>The spawn that asks.</summary>
    public string? SpawnId { get; init; }
    /// <summary>The task that asks.</summary>
    public string? Task { get; init; }
    /// <summary>The process that waits for the answer.</summary>
    public ProcessIdentity? Asker { get; init; }
    /// <summary>When it was asked.</summary>
    public DateTimeOffset AskedAt { get; init; }
    /// <summary>When nobody waits for the answer any more.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
    /// <summary>The same, counted from the machine's start.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>The id of a question by its number.</summary>
    internal static string IdOf(int number) => FormattableString.Invariant($"q{number}");

    /// <summary>The number in an id; 0 where it is none.</summary>
    internal static int NumberOf(string? id) =>
        id is ['q', .. var digits] && int.TryParse(digits, System.Globalization.NumberStyles.None, null, out var number) ? number : 0;
}

/// <summary>What somebody answered, or what became of a question otherwise.</summary>
/// <param name="Id">Which run.</param>
/// <param name="Question">Which question.</param>
/// <param name="Text">The question itself.</param>
/// <param name="Answer">The answer; null where there is none.</param>
/// <param name="By">Who gave it, as <c>user@host</c>.</param>
/// <param name="How">One of <see cref="Answers"/>.</param>
public sealed record AnswerOutcome(string Id, string Question, string Text, string? Answer, string? By, string How);

/// <summary>How questions are closed.</summary>
public static class Answers
{
    /// <summary>Somebody answered.</summary>
    public const string Answered = "answered";
    /// <summary>Nobody answered in time, and its default counts.</summary>
    public const string Default = "default";
    /// <summary>Nobody answered in time.</summary>
    public const string Expired = "expired";
    /// <summary>Nobody waits for the answer any more.</summary>
    public const string Gone = "gone";
}
