using Mill.Liveness;
using Mill.Runs;

namespace Mill.Supervise;

/// <summary>What a run told that is no output; a rule without I/O.</summary>
/// <param name="Waits">Whether it waits for a person, and not for too long.</param>
/// <param name="AgeMs">How long ago a task, or a question, last said something; null where that was never.</param>
internal readonly record struct Heard(bool Waits, long? AgeMs)
{
    /// <summary>What the record of a run tells of one of its tasks now. A run that asks waits with all of its tasks.</summary>
    public static Heard Of(RunRecord record, string task, DateTimeOffset now)
    {
        var noted = record.Tasks.FirstOrDefault(one => one.Name == task)?.NotedAt;
        var last = noted > record.QuestionAt || record.QuestionAt is null ? noted : record.QuestionAt;
        return new(record.Open.Any(one => now - one.AskedAt < RepairLimits.Usual.Waiting), last is { } at ? Math.Max(0, (long)(now - at).TotalMilliseconds) : null);
    }

    /// <summary>When there was activity last, where output alone was seen at some time.</summary>
    public long LastActivity(long nowBootMs, long outputBootMs) =>
        Waits ? nowBootMs : AgeMs is { } age ? Math.Clamp(nowBootMs - age, Math.Min(outputBootMs, nowBootMs), nowBootMs) : outputBootMs;
}
