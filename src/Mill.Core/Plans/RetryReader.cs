using Mill.Runs;
using Mill.Written;

namespace Mill.Plans;

/// <summary>Reads whether and how something is tried again.</summary>
internal static class RetryReader
{
    const double MostGrowth = 100;

    /// <summary>A policy, as an object or as a number of attempts; null where it is not given.</summary>
    public static RetryPolicy? Read(WrittenGroup group, string key = "retry")
    {
        if (group.Any(key) is not { } value) return null;
        if (value is Value.Number) return new RetryPolicy { Attempts = group.Count(key, 1) ?? 1 };
        if (group.Group(key) is not { } retry) return null;
        var policy = new RetryPolicy
        {
            Attempts = retry.Count("attempts", 1) ?? 1,
            DelayMs = Ms(retry.Time("delay", orZero: true)) ?? RetryPolicy.UsualDelayMs,
            Factor = retry.Number("factor", 1, MostGrowth) ?? RetryPolicy.UsualFactor,
            MaxDelayMs = Ms(retry.Time("maxDelay", orZero: true)) ?? RetryPolicy.UsualMaxDelayMs,
            Jitter = retry.Number("jitter", 0, 1) ?? 0,
            On = Ends(retry),
        };
        if (!retry.Has("attempts")) retry.Blame("attempts", $"'{key}' needs 'attempts', how often it is tried in all");
        retry.NoMore();
        return policy;
    }

    static List<string> Ends(WrittenGroup retry)
    {
        var ends = new List<string>();
        foreach (var one in retry.Any("on") is { } on ? on is Value.List list ? list.Items : [on] : [])
        {
            var word = (one as Value.Text)?.Content ?? (one as Value.Number)?.Content;
            if (word is null) retry.Blame(one.Line, $"'on' has to be exit codes, names of signals and reasons; in it is {one.Kind}");
            else if (!Retries.IsEnd(word)) retry.Blame(one.Line, $"'{word}' is no exit code, name of a signal or reason.{Nearest.Suggestion(word, Retries.Reasons)}");
            else ends.Add(word);
        }
        return ends;
    }

    static long? Ms(TimeSpan? time) => (long?)time?.TotalMilliseconds;
}
