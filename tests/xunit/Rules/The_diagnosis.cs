using Mill.Liveness;
using Mill.Runs;

namespace Mill.Tests.Rules;

/// <summary>What a run is said to be, for each verdict.</summary>
public sealed class The_diagnosis
{
    static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    static Evidence Running => new()
    {
        RunId = "20260102-030405-abcd",
        GatheredAt = s_now,
        Recorded = RunStatus.Running,
        Marker = true,
        Life = Sign.Yes,
        Worker = new(4711, "99", "boot", "machine", "pids"),
        WorkerAlive = Sign.Yes,
        HeartbeatAgeMs = 1_000,
        ActivityAgeMs = 1_000,
        SignOfLifeAgeMs = 1_000,
    };

    static Evidence Over(RunStatus status, int secondsAgo = 1) => Running with
    {
        Recorded = status,
        Ending = new(status, Reason.Exit, null, 0, null, s_now.AddSeconds(-secondsAgo)),
        EndingFrom = "event",
        FilesAgree = true,
    };

    static Evidence Gone => Running with { Life = Sign.No, WorkerAlive = Sign.No };

    static void Is(EffectiveStatus status, bool mismatch, Health health, Evidence seen)
    {
        var truth = Diagnosis.Of(seen, VerdictTable.Decide(seen, RepairLimits.Usual), RepairLimits.Usual);
        Assert.Equal((status, mismatch, health), (truth.Status, truth.Mismatch, truth.Health));
        Assert.NotEmpty(truth.Why);
    }

    [Theory]
    [InlineData(RunStatus.Pending, EffectiveStatus.Pending)]
    [InlineData(RunStatus.Running, EffectiveStatus.Running)]
    [InlineData(RunStatus.Waiting, EffectiveStatus.Waiting)]
    public void of_a_live_run_is_what_is_recorded(RunStatus recorded, EffectiveStatus status) =>
        Is(status, false, Health.Healthy, Running with { Recorded = recorded });

    [Fact]
    public void of_a_run_without_output_is_quiet_after_five_minutes()
    {
        Is(EffectiveStatus.Running, false, Health.Healthy, Running with { ActivityAgeMs = 300_000 });
        Is(EffectiveStatus.Running, false, Health.Quiet, Running with { ActivityAgeMs = 300_001 });
        Is(EffectiveStatus.Running, false, Health.Quiet, Running with { ActivityAgeMs = 90_000_000 });
    }

    [Fact]
    public void C44_of_a_run_without_heartbeat_is_stale_and_no_mismatch()
    {
        Is(EffectiveStatus.Running, false, Health.Stale, Running with { HeartbeatAgeMs = 60_001 });
        Is(EffectiveStatus.Running, false, Health.Stale, Running with { HeartbeatAgeMs = 60_001, ActivityAgeMs = 90_000_000 });
        Is(EffectiveStatus.Running, false, Health.Stale, Running with { HeartbeatAgeMs = null, StartedAgeMs = 60_001 });
    }

    [Theory]
    [InlineData(RunStatus.Complete, EffectiveStatus.Complete)]
    [InlineData(RunStatus.Failed, EffectiveStatus.Failed)]
    [InlineData(RunStatus.Cancelled, EffectiveStatus.Cancelled)]
    public void of_an_ended_run_is_its_end(RunStatus recorded, EffectiveStatus status)
    {
        Is(status, false, Health.Ended, Over(recorded) with { Marker = false });
        Is(status, true, Health.Ended, Over(recorded) with { Life = Sign.No, WorkerAlive = Sign.No });
        Is(status, true, Health.Ended, Over(recorded) with { Life = Sign.No, FilesAgree = false, Recorded = RunStatus.Running });
    }

    [Fact]
    public void C45_of_a_run_that_tidies_up_is_ending_and_a_mismatch_only_when_that_takes_too_long()
    {
        Is(EffectiveStatus.Ending, false, Health.Healthy, Over(RunStatus.Complete, secondsAgo: 30));
        Is(EffectiveStatus.Ending, true, Health.Healthy, Over(RunStatus.Complete, secondsAgo: 31));
        // What follows the end by the run's own settings is no trouble.
        Is(EffectiveStatus.Ending, false, Health.Healthy, Over(RunStatus.Complete, secondsAgo: 90) with { HooksMs = 60_000 });
        Is(EffectiveStatus.Ending, true, Health.Healthy, Over(RunStatus.Complete, secondsAgo: 91) with { HooksMs = 60_000 });
        Is(EffectiveStatus.Ending, false, Health.Healthy, Over(RunStatus.Complete) with { FilesAgree = false });
        Is(EffectiveStatus.Ending, true, Health.Healthy, Over(RunStatus.Complete, secondsAgo: 31) with { FilesAgree = false });
    }

    [Fact]
    public void C25_of_a_run_whose_worker_is_gone_is_lost()
    {
        Is(EffectiveStatus.Lost, true, Health.Dead, Gone);
        Is(EffectiveStatus.Lost, true, Health.Dead, Gone with { DeadlinePassed = true });
        Is(EffectiveStatus.Lost, true, Health.Dead, Gone with { SameBoot = Sign.No });
        Is(EffectiveStatus.Lost, true, Health.Dead, Gone with { Recorded = RunStatus.Pending, Worker = null });
    }

    [Fact]
    public void C32_of_a_run_that_cannot_be_judged_is_unknown_and_never_lost()
    {
        var elsewhere = Running with { Life = Sign.Unknown, WorkerAlive = Sign.Unknown };
        Is(EffectiveStatus.Running, false, Health.Unknown, elsewhere);
        Is(EffectiveStatus.Running, false, Health.Unknown, elsewhere with { SignOfLifeAgeMs = 900_000 });
        Is(EffectiveStatus.Running, false, Health.Unknown, Gone with { WorkerAlive = Sign.Unknown, SameBoot = Sign.Unknown });
        Is(EffectiveStatus.Running, false, Health.Unknown, Gone with { WorkerAlive = Sign.Yes });
    }

    [Fact]
    public void C33_of_a_run_whose_tasks_have_ended_is_their_end() =>
        Is(EffectiveStatus.Complete, true, Health.Ended, Gone with { TasksEnd = RunStatus.Complete });
}
