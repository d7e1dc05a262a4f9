using System.Globalization;

namespace Mill.Runs;

/// <summary>A task of a run, from plain words, and how it is told.</summary>
internal sealed record TaskInWords(string Name, string Status)
{
    /// <summary>How many are told on a page.</summary>
    public const int MostTold = 30;

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }
    /// <summary>Why the last attempt ended.</summary>
    public string? Reason { get; init; }
    /// <summary>Its exit code.</summary>
    public int? ExitCode { get; init; }
    /// <summary>The signal that ended it.</summary>
    public string? Signal { get; init; }
    /// <summary>How long the last attempt took, or has taken so far.</summary>
    public TimeSpan? Took { get; init; }
    /// <summary>How long it is until it is tried again.</summary>
    public TimeSpan? RetryIn { get; init; }
    /// <summary>The task because of which it was skipped.</summary>
    public string? Because { get; init; }
    /// <summary>Whether the run may end well though it failed.</summary>
    public bool AllowFailure { get; init; }

    /// <summary>What it tells of itself.</summary>
    public string? Said { get; init; }

    /// <summary>The task in a line, without its name.</summary>
    public string Standing => string.Join(", ", new[]
    {
        Status + (Status is "failed" or "retrying" ? StatusText.Failure(Reason, ExitCode, Signal) : ""),
        Took is { } took && Status != "skipped" ? Durations.Say(took) : "",
        Attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $"attempt {Attempts}") : "",
        Note,
        Said ?? "",
    }.Where(part => part.Length > 0));

    /// <summary>Why it stands as it does, where more than its own end is to blame.</summary>
    public string Note => this switch
    {
        { Status: "skipped", Because: { Length: > 0 } other } => $"because of {other}",
        { Status: "skipped", Reason: { Length: > 0 } reason } => reason,
        { Status: "retrying", RetryIn: { } left } => $"again in {Durations.SayRoughly(left)}",
        { Status: "failed", AllowFailure: true } => "may fail",
        _ => "",
    };

    /// <summary>Those that are told of many, and how many are not: what failed first, then what is under way.</summary>
    public static (IReadOnlyList<T> Told, int More) Told<T>(IReadOnlyCollection<T> tasks, Func<T, string> status) =>
        ([.. tasks.OrderBy(task => Rank(status(task))).Take(MostTold)], Math.Max(0, tasks.Count - MostTold));

    static int Rank(string status) => status switch
    {
        "failed" => 0,
        "running" or "retrying" => 1,
        _ => 2,
    };
}
