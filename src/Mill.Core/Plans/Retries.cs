using System.Globalization;
using Mill.Runs;

namespace Mill.Plans;

/// <summary>Whether a task that ended badly is tried again; a rule without I/O.</summary>
internal static class Retries
{
    /// <summary>The pause before the next attempt; null where there is none.</summary>
    /// <param name="policy">What was asked for; nothing is tried again without it.</param>
    /// <param name="tries">How often it was tried.</param>
    /// <param name="reason">Why the last attempt ended.</param>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="signal">The signal that ended it.</param>
    /// <param name="chance">Between 0 and 1, for the jitter.</param>
    public static TimeSpan? Pause(RetryPolicy? policy, int tries, Reason reason, int? exitCode, string? signal, double chance)
    {
        if (policy is null || tries >= policy.Attempts || !Fits(policy, reason, exitCode, signal)) return null;
        // Grown step by step, and never beyond the longest: a power of many attempts is no number any more.
        var pause = (double)policy.DelayMs;
        for (var step = 1; step < tries && pause < policy.MaxDelayMs; step++) pause *= policy.Factor;
        pause = Math.Min(pause, policy.MaxDelayMs);
        return TimeSpan.FromMilliseconds(Math.Min(pause * (1 + policy.Jitter * chance), policy.MaxDelayMs));
    }

    /// <summary>Whether a task that is not tried again is given up: it had attempts, and used them.</summary>
    public static bool IsGivenUp(RetryPolicy? policy, int tries) => policy is { Attempts: > 1 } && tries >= policy.Attempts;

    /// <summary>The policy that somebody typed; null where nothing is tried again. What makes no sense is <see cref="MillError.BadValue"/>.</summary>
    public static RetryPolicy? Policy(int? attempts, TimeSpan? delay, IReadOnlyList<string> on)
    {
        foreach (var word in on)
            if (Objection(word) is { } objection) throw new MillException(MillError.BadValue, objection, word);
        if (attempts is < 1 or > RetryReader.MostAttempts)
            throw new MillException(MillError.BadValue, string.Create(CultureInfo.InvariantCulture, $"'{attempts}' is no number of attempts: it is 1 to {RetryReader.MostAttempts} in all."), "retry");
        if (attempts is { } most) return new RetryPolicy { Attempts = most, DelayMs = (long?)delay?.TotalMilliseconds ?? RetryPolicy.UsualDelayMs, On = on };
        return delay is null && on.Count == 0 ? null : throw new MillException(MillError.BadValue, "Nothing is tried again without --retry N.", "retry");
    }

    /// <summary>What is wrong with a word for an end; null where it is one.</summary>
    public static string? Objection(string word, string where = "") => IsEnd(word) ? null
        : $"'{word}'{where} is no end: it has to be an exit code, a signal such as SIGKILL, or one of {string.Join(", ", s_reasons)}.{Nearest.Suggestion(word, s_reasons)}";

    /// <summary>Whether a word can stand for an end: an exit code, the name of a signal, or a reason.</summary>
    public static bool IsEnd(string word) => ExitCode(word) is >= 0 and <= 255 || s_reasons.Contains(word, StringComparer.Ordinal) || IsSignal(word);

    /// <summary>The reasons that a policy may name.</summary>
    public static IReadOnlyList<string> Reasons => s_reasons;

    static readonly string[] s_reasons =
    [
        Reason.Exit.Text, Reason.Signal.Text, Reason.Timeout.Text, Reason.IdleTimeout.Text, Reason.MemoryLimit.Text, Reason.OutputLimit.Text, Reason.NoResult.Text, Reason.SpawnFailed.Text,
    ];

    static bool Fits(RetryPolicy policy, Reason reason, int? exitCode, string? signal) => policy.On.Count == 0 || policy.On.Any(word =>
        word == reason.Text || (signal is not null && word == signal) || (signal is null && exitCode is { } code && ExitCode(word) == code));

    static bool IsSignal(string word) => word.StartsWith("SIG", StringComparison.Ordinal) && word.Length > 3 && word.All(char.IsAsciiLetterOrDigit);

    static int? ExitCode(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
}
