using Mill.Json;
using Mill.Runs;

namespace Mill.Liveness;

/// <summary>The verdict table. Its order is the argument: each line may assume that no line above it matched.</summary>
public static class VerdictTable
{
    /// <summary>What the evidence means.</summary>
    public static Verdict Decide(Evidence seen, RepairLimits limits) => seen switch
    {
        // What is written down is believed first.
        { IsNewer: true } => Verdict.Leave("damaged", "a newer version of Mill wrote it; update Mill to judge it"),
        { Recorded: null, Ending: null, Marker: false } => Verdict.Leave("damaged", "nothing in the folder can be understood"),
        { Recorded: null, Empty: true, SignOfLifeAgeMs: { } age } when Is(age, limits.Start)
                                                           => Verdict.Lost(Reason.EarlyExit, "its starter was gone before it had written anything"),
        { Ending: not null, FilesAgree: true, Marker: false } => Verdict.Leave("ended", "it has ended, and everything agrees"),
        { Ending: { } end, FilesAgree: false } => Verdict.Finish(end.Status, $"it ended ({end.Status.Word()}, told by the {seen.EndingFrom}), and a piece of the record is missing"),
        { Ending: not null, Life: Sign.Yes } => Verdict.Leave("ending", "the end is recorded, and its worker still tidies up"),
        { Ending: not null, Life: Sign.Unknown, WorkerAlive: not Sign.No } when IsFresh(seen, limits)
                                                           => Verdict.Leave("ending", $"the end is recorded; whether its worker is gone cannot be told ({seen.LifeReason})"),
        { Ending: not null } => Verdict.Tidy("the end is recorded, and it is still on the to-do list"),

        // Then the life lock.
        { Life: Sign.Yes, HeartbeatAgeMs: { } age } when Is(age, limits.Heartbeat)
                                                           => Verdict.Flag($"alive, but the last heartbeat is {age / 1000} s old"),
        { Life: Sign.Yes, HeartbeatAgeMs: null, StartedAgeMs: { } age } when Is(age, limits.Heartbeat)
                                                           => Verdict.Flag("alive, but without a heartbeat"),
        { Life: Sign.Yes, Recorded: RunStatus.Waiting, ActivityAgeMs: { } age } when Is(age, limits.Waiting)
                                                           => Verdict.Flag($"alive, and has waited for a person for {age / 3_600_000} h"),
        { Life: Sign.Yes, Recorded: not RunStatus.Waiting, ActivityAgeMs: { } age } when Is(age, limits.Silence)
                                                           => Verdict.Flag($"alive, but has done nothing for {age / 3_600_000} h"),
        { Life: Sign.Yes } => Verdict.Leave("alive", "its worker holds the life lock"),
        { TasksEnd: { } end } => Verdict.Finish(end, "every task has ended, and the end of the run was not recorded"),
        { Queued: true } => Verdict.Leave("queued", seen.Place?.ToString() ?? "waits in its queue"),

        // Then what cannot be told from here.
        { Life: Sign.Unknown, SameBoot: not Sign.No } when IsFresh(seen, limits)
                                                           => Verdict.Leave("unknown", $"it cannot be judged from here ({seen.LifeReason}), and gave a sign of life {Seconds(seen.SignOfLifeAgeMs)} ago"),
        { Life: Sign.Unknown, SameBoot: not Sign.No, Recorded: null or RunStatus.Pending, Worker: null }
                                                           => Verdict.Lost(Reason.EarlyExit, "its starter was gone before any worker had said who it is"),
        { Life: Sign.Unknown, SameBoot: not Sign.No } => Verdict.Lost(Reason.HeartbeatStale, $"it cannot be judged from here ({seen.LifeReason}), and gave no sign of life for {Seconds(seen.SignOfLifeAgeMs)}") with { Name = "unknown" },

        // Then the identity. The lock is free from here on, or of an earlier start of the machine.
        { SameBoot: Sign.No } => Verdict.Lost(Reason.HostRestarted, "the machine was started anew"),
        { Worker: null } => Verdict.Lost(Reason.EarlyExit, "its worker was gone before it had said who it is"),
        { WorkerAlive: Sign.Yes } => Verdict.Flag("the worker is there without its life lock (is this a copied or restored folder?)"),
        { WorkerAlive: Sign.Unknown, SameBoot: Sign.Unknown } => Verdict.Leave("unknown", "the life lock is free, and whether it is of this start of the machine cannot be told"),
        { DeadlinePassed: true } => Verdict.Lost(Reason.Timeout, "its worker is gone, and its time was up"),
        _ => Verdict.Lost(Reason.WorkerLost, "its worker is gone, and no end was recorded"),
    };

    static bool Is(long ageMs, TimeSpan limit) => ageMs > limit.TotalMilliseconds;

    static bool IsFresh(Evidence seen, RepairLimits limits) => seen.SignOfLifeAgeMs is { } age && !Is(age, limits.Grace);

    static string Seconds(long? ms) => ms is { } known ? $"{known / 1000} s" : "an unknown time";
}
