using System.Globalization;
using Mill.Runs;
using Mill.Written;

namespace Mill.Plans;

/// <summary>Reads whether and how something is tried again: <c>"retry": 3</c>, or an object.</summary>
internal static class RetryReader
{
    /// <summary>More attempts make no sense.</summary>
    public const int MostAttempts = 1_000;

    /// <summary>The policy under <c>retry</c>; null where there is none. A number alone is how often it is tried in all.</summary>
    public static RetryPolicy? Read(WrittenGroup group)
    {
        if (group.Any("retry") is Value.Number) return group.Count("retry", 1, MostAttempts) is { } attempts ? new RetryPolicy { Attempts = attempts } : null;
        if (group.Group("retry") is not { } retry) return null;
        var policy = new RetryPolicy
        {
            Attempts = Attempts(retry),
            DelayMs = (long?)retry.Time("delay", orZero: true)?.TotalMilliseconds ?? RetryPolicy.UsualDelayMs,
            Factor = retry.Number("factor", 1, 100) ?? RetryPolicy.UsualFactor,
            MaxDelayMs = (long?)retry.Time("maxDelay")?.TotalMilliseconds ?? RetryPolicy.UsualMaxDelayMs,
            Jitter = retry.Number("jitter", 0, 1) ?? 0,
            On = On(retry),
        };
        retry.NoMore();
        return policy;
    }

    static int Attempts(WrittenGroup retry)
    {
        if (!retry.Has("attempts")) retry.Blame("attempts", "'retry' says no 'attempts'");
        return retry.Count("attempts", 1, MostAttempts) ?? 1;
    }

    static IReadOnlyList<string> On(WrittenGroup retry)
    {
        var ends = retry.Any("on") switch
        {
            null => [],
            Value.List list => list.Items.Select(Word).ToList(),
            var one => [Word(one)],
        };
        foreach (var objection in ends.Select(end => Retries.Objection(end, " in 'on'")).OfType<string>()) retry.Blame("on", objection);
        return ends;
    }

    static string Word(Value value) => value switch
    {
        Value.Text text => text.Content,
        Value.Number number => number.Content,
        _ => value.Kind,
    };
}
