namespace Mill.Runs;

/// <summary>What a run tells people, in words.</summary>
internal static class Told
{
    /// <summary>What a run that is not over says of itself, in a line: what it asks, else how far it is and its last note.</summary>
    public static string Of(string status, IReadOnlyList<Question> questions, Progress? progress, string? note) => status switch
    {
        "waiting" when questions is [var one, ..] => $"{one.Text}{Choices(one)}{(questions.Count > 1 ? FormattableString.Invariant($" (and {questions.Count - 1} more)") : "")}",
        "running" or "waiting" => Of(progress, note),
        _ => "",
    };

    /// <summary>How far it is, and the note.</summary>
    public static string Of(Progress? progress, string? note) =>
        string.Join("  ", new[] { progress is { Total: > 1 } ? ProgressText.Say(progress.Done, progress.Total) : "", note ?? "" }.Where(part => part.Length > 0));

    /// <summary>A question with what may be answered, and what counts when nobody does.</summary>
    public static string Question(Question one) => $"{one.Id}: {one.Text}{Choices(one)}";

    /// <summary>What is typed to answer it.</summary>
    public static string Command(string run, Question one, bool isOnly) =>
        $"mill answer {run} {(one.Choices is [var first, ..] ? SafeText.Word(first) : "ANSWER")}{(isOnly ? "" : $" --question {one.Id}")}";

    static string Choices(Question one) => (one.Choices, one.Default) switch
    {
        ({ Count: > 0 } choices, { } usual) => $" ({string.Join(", ", choices)}; else {usual})",
        ({ Count: > 0 } choices, _) => $" ({string.Join(", ", choices)})",
        (_, { } usual) => $" (else {usual})",
        _ => "",
    };
}
