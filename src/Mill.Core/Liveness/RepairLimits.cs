namespace Mill.Liveness;

/// <summary>How old things may be before they mean something.</summary>
/// <param name="Heartbeat">A heartbeat older than this is stale: four times its interval.</param>
/// <param name="Silence">A run that did nothing for longer is worth a look.</param>
/// <param name="Waiting">How long a run may wait for a person.</param>
/// <param name="Grace">How young a sign of life protects a run that cannot be judged.</param>
/// <param name="Quiet">No output for longer than this is called quiet.</param>
/// <param name="Ending">How long an ending may take before it is called a mismatch.</param>
public sealed record RepairLimits(
    TimeSpan Heartbeat, TimeSpan Silence, TimeSpan Waiting, TimeSpan Grace, TimeSpan Quiet, TimeSpan Ending)
{
    /// <summary>How long a start may take from its first act to having written something.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What is in force unless somebody says otherwise.</summary>
    public static RepairLimits Usual { get; } = new(
        TimeSpan.FromSeconds(60), TimeSpan.FromHours(24), TimeSpan.FromHours(24),
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30));
}
