using Mill.Runs;

namespace Mill.Liveness;

/// <summary>What is true of a run now, from its evidence.</summary>
/// <param name="Status">The effective status.</param>
/// <param name="Mismatch">Whether repair would mend something.</param>
/// <param name="Health">How it feels.</param>
/// <param name="Why">Why it is said to.</param>
internal sealed record Diagnosis(EffectiveStatus Status, bool Mismatch, Health Health, string Why)
{
    /// <summary>The diagnosis that evidence and verdict lead to.</summary>
    public static Diagnosis Of(Evidence seen, Verdict verdict, RepairLimits limits) => verdict switch
    {
        { Name: "ended" } => new(Recorded(seen), false, Health.Ended, verdict.Why),
        { Name: "ending" } when seen.Life != Sign.Yes => new(EffectiveStatus.Ending, TakesTooLong(seen, limits), Health.Unknown, verdict.Why),
        { Name: "ending" } => new(EffectiveStatus.Ending, TakesTooLong(seen, limits), Health.Healthy, verdict.Why),
        { Name: "finish" } when seen.Life == Sign.Yes => new(EffectiveStatus.Ending, TakesTooLong(seen, limits), Health.Healthy, verdict.Why),
        { Name: "finish" } => new((EffectiveStatus)verdict.Status!, true, Health.Ended, verdict.Why),
        { Name: "tidy" } => new(Recorded(seen), true, Health.Ended, verdict.Why),
        { Name: "queued" } => new(Recorded(seen), false, Health.Healthy, verdict.Why),
        { Name: "lost" } => new(EffectiveStatus.Lost, true, Health.Dead, verdict.Why),
        { Flagged: true } when seen.Life == Sign.Yes && (seen.HeartbeatAgeMs ?? long.MaxValue) > limits.Heartbeat.TotalMilliseconds
                              => new(Recorded(seen), false, Health.Stale, verdict.Why),
        { Flagged: true } when seen.Life == Sign.Yes => new(Recorded(seen), false, Health.Quiet, verdict.Why),
        { Name: "alive" } when seen.ActivityAgeMs > limits.Quiet.TotalMilliseconds
                              => new(Recorded(seen), false, Health.Quiet, $"alive, no output for {seen.ActivityAgeMs / 60_000} min"),
        { Name: "alive" } => new(Recorded(seen), false, Health.Healthy, verdict.Why),
        _ => new(Recorded(seen), false, Health.Unknown, verdict.Why),
    };

    static EffectiveStatus Recorded(Evidence seen) => (EffectiveStatus)(seen.Ending?.Status ?? seen.Recorded ?? RunStatus.Pending);

    static bool TakesTooLong(Evidence seen, RepairLimits limits) =>
        seen.Ending is { } end && seen.GatheredAt - end.EndedAt > limits.Ending + TimeSpan.FromMilliseconds(seen.HooksMs);
}
