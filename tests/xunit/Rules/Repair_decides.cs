using Mill.Liveness;
using Mill.Runs;

namespace Mill.Tests.Rules;

/// <summary>The verdict table, row by row, and each row against the one below it.</summary>
public sealed class Repair_decides
{
    static readonly RepairLimits s_limits = RepairLimits.Usual;
    static readonly ProcessIdentity s_worker = new(4711, "99", "boot", "machine", "pids");

    // Running, its worker dead by all evidence: what the last row says. Every case is this and a difference.
    static Evidence Dead => new()
    {
        RunId = "20260102-030405-abcd",
        Recorded = RunStatus.Running,
        Marker = true,
        Life = Sign.No,
        Worker = s_worker,
        WorkerAlive = Sign.No,
        HeartbeatAgeMs = 1_000,
        ActivityAgeMs = 1_000,
        SignOfLifeAgeMs = 1_000,
    };

    static Evidence Alive => Dead with { Life = Sign.Yes, WorkerAlive = Sign.Yes };
    static Evidence Over => Dead with { Recorded = RunStatus.Failed, Ending = End(RunStatus.Failed), EndingFrom = "event", FilesAgree = true };
    static Evidence Untold => Dead with { Life = Sign.Unknown, WorkerAlive = Sign.Unknown };

    static RunEnded End(RunStatus status) => new(status, Reason.Exit, null, 1, null, DateTimeOffset.UnixEpoch);

    static Verdict Decide(Evidence seen) => VerdictTable.Decide(seen, s_limits);

    static void Leaves(string name, Evidence seen)
    {
        var verdict = Decide(seen);
        Assert.Equal((name, RepairAction.None, false), (verdict.Name, verdict.Action, verdict.Flagged));
    }

    static void Flags(Evidence seen)
    {
        var verdict = Decide(seen);
        Assert.Equal((RepairAction.None, true), (verdict.Action, verdict.Flagged));
    }

    static void Finishes(RunStatus status, Evidence seen)
    {
        var verdict = Decide(seen);
        Assert.Equal((RepairAction.Finish, status), (verdict.Action, verdict.Status));
    }

    static void Loses(Reason reason, Evidence seen)
    {
        var verdict = Decide(seen);
        Assert.Equal((RepairAction.Fail, reason, true), (verdict.Action, verdict.Reason, verdict.IsLost));
    }

    static void Tidies(Evidence seen) => Assert.Equal(RepairAction.EndOrphans, Decide(seen).Action);

    [Fact]
    public void that_what_agrees_and_is_off_the_list_has_ended() => Leaves("ended", Over with { Marker = false });

    [Fact]
    public void that_an_old_heartbeat_of_an_ended_run_is_history() =>
        Leaves("ended", Over with { Marker = false, HeartbeatAgeMs = 9_000_000_000, SameBoot = Sign.No, DeadlinePassed = true });

    [Fact]
    public void that_a_folder_with_nothing_in_it_is_damaged_and_left() =>
        Leaves("damaged", Dead with { Recorded = null, Marker = false, Worker = null });

    [Fact]
    public void that_a_result_is_enough_to_finish_by() =>
        Finishes(RunStatus.Failed, Dead with { Recorded = null, Ending = End(RunStatus.Failed), EndingFrom = "result", Marker = false, Worker = null });

    [Fact]
    public void that_what_a_newer_version_wrote_is_left_even_when_it_is_on_the_list() =>
        Leaves("damaged", Dead with { Recorded = null, IsNewer = true });

    [Theory]
    [InlineData("event"), InlineData("result"), InlineData("snapshot")]
    public void C34_that_an_end_with_a_piece_missing_is_finished_to_that_end(string from)
    {
        foreach (var status in new[] { RunStatus.Complete, RunStatus.Failed, RunStatus.Cancelled })
            foreach (var marker in new[] { true, false })
                Finishes(status, Dead with { Ending = End(status), EndingFrom = from, FilesAgree = false, Marker = marker });
    }

    [Fact]
    public void that_a_missing_piece_is_written_even_while_the_worker_lives() =>
        Finishes(RunStatus.Failed, Alive with { Ending = End(RunStatus.Failed), EndingFrom = "result" });

    [Fact]
    public void that_an_ended_run_whose_lock_is_held_tidies_up_by_itself() => Leaves("ending", Over with { Life = Sign.Yes });

    [Fact]
    public void that_an_ended_run_on_the_list_with_a_free_lock_is_tidied_up() => Tidies(Over);

    [Fact]
    public void that_an_ended_run_whose_worker_cannot_be_judged_is_tidied_up_once_it_is_silent()
    {
        Leaves("ending", Over with { Life = Sign.Unknown, WorkerAlive = Sign.Unknown });
        Tidies(Over with { Life = Sign.Unknown, WorkerAlive = Sign.Unknown, SignOfLifeAgeMs = Ms(s_limits.Grace) + 1 });
        Tidies(Over with { Life = Sign.Unknown, WorkerAlive = Sign.No });
    }

    [Theory]
    [InlineData(RunStatus.Pending), InlineData(RunStatus.Running), InlineData(RunStatus.Waiting)]
    public void C30_that_who_holds_the_lock_lives(RunStatus status) => Leaves("alive", Alive with { Recorded = status });

    [Fact]
    public void C44_that_a_heartbeat_is_stale_after_a_minute_and_not_at_it()
    {
        Leaves("alive", Alive with { HeartbeatAgeMs = 60_000 });
        Flags(Alive with { HeartbeatAgeMs = 60_001 });
    }

    [Fact]
    public void that_a_heartbeat_is_missing_after_a_minute_and_not_before()
    {
        Leaves("alive", Alive with { HeartbeatAgeMs = null });
        Leaves("alive", Alive with { HeartbeatAgeMs = null, StartedAgeMs = 60_000 });
        Flags(Alive with { HeartbeatAgeMs = null, StartedAgeMs = 60_001 });
        Leaves("alive", Alive with { StartedAgeMs = 60_001 });
    }

    [Fact]
    public void C38_that_silence_is_flagged_after_a_day_and_not_at_it()
    {
        Leaves("alive", Alive with { ActivityAgeMs = 86_400_000 });
        Flags(Alive with { ActivityAgeMs = 86_400_001 });
        Flags(Alive with { ActivityAgeMs = 25 * 3_600_000L });
    }

    [Fact]
    public void C42_that_waiting_for_a_person_is_protected_for_a_day()
    {
        var waiting = Alive with { Recorded = RunStatus.Waiting };
        Leaves("alive", waiting with { ActivityAgeMs = 86_400_000 });
        Flags(waiting with { ActivityAgeMs = 86_400_001 });
        var patient = s_limits with { Waiting = TimeSpan.FromDays(3) };
        Assert.False(VerdictTable.Decide(waiting with { ActivityAgeMs = 2 * 86_400_000L }, patient).Flagged);
    }

    [Theory]
    [InlineData(RunStatus.Complete), InlineData(RunStatus.Failed), InlineData(RunStatus.Cancelled)]
    public void C33_that_ended_tasks_end_their_run_and_it_is_not_lost(RunStatus status) => Finishes(status, Dead with { TasksEnd = status });

    [Fact]
    public void that_ended_tasks_wait_for_a_living_worker() => Leaves("alive", Alive with { TasksEnd = RunStatus.Complete });

    [Fact]
    public void that_a_queued_run_is_left_to_its_queue() =>
        Leaves("queued", Dead with { Recorded = RunStatus.Pending, Queued = true, Worker = null });

    [Fact]
    public void C39_that_what_cannot_be_judged_is_protected_for_five_minutes()
    {
        Leaves("unknown", Untold with { SignOfLifeAgeMs = 60_000 });
        Leaves("unknown", Untold with { SignOfLifeAgeMs = 300_000 });
        Loses(Reason.HeartbeatStale, Untold with { SignOfLifeAgeMs = 300_001 });
        Loses(Reason.HeartbeatStale, Untold with { SignOfLifeAgeMs = 360_000 });
        Loses(Reason.HeartbeatStale, Untold with { SignOfLifeAgeMs = null });
    }

    [Fact]
    public void C39_that_the_five_minutes_are_a_parameter() =>
        Assert.Equal(RepairAction.Fail, VerdictTable.Decide(Untold, s_limits with { Grace = TimeSpan.Zero }).Action);

    [Theory]
    [InlineData(null)]
    [InlineData(RunStatus.Pending)] // A repair that was ended too has begun its record.
    public void that_a_start_that_was_cut_before_its_lock_is_an_early_exit_once_it_is_old(RunStatus? recorded)
    {
        var cut = Untold with { Recorded = recorded, Worker = null };
        Leaves("unknown", cut);
        Loses(Reason.EarlyExit, cut with { SignOfLifeAgeMs = 300_001 });
    }

    [Theory]
    [InlineData(Sign.Yes), InlineData(Sign.No), InlineData(Sign.Unknown)]
    public void that_a_reboot_loses_the_run_even_if_the_pid_is_alive_again(Sign alive)
    {
        Loses(Reason.HostRestarted, Dead with { SameBoot = Sign.No, WorkerAlive = alive });
        Loses(Reason.HostRestarted, Untold with { SameBoot = Sign.No, WorkerAlive = alive, DeadlinePassed = true });
    }

    [Fact]
    public void C12_that_a_worker_that_never_said_who_it_is_exited_early() =>
        Loses(Reason.EarlyExit, Dead with { Recorded = RunStatus.Pending, Worker = null, WorkerAlive = Sign.Unknown });

    [Fact]
    public void C31_that_a_dead_worker_is_lost_however_fresh_its_heartbeat() => Loses(Reason.WorkerLost, Dead with { HeartbeatAgeMs = 0 });

    [Fact]
    public void C50_that_a_lost_run_past_its_time_timed_out() => Loses(Reason.Timeout, Dead with { DeadlinePassed = true });

    [Fact]
    public void that_a_living_worker_without_its_lock_is_flagged_and_nothing_else()
    {
        Flags(Dead with { WorkerAlive = Sign.Yes });
        Flags(Dead with { WorkerAlive = Sign.Yes, DeadlinePassed = true });
    }

    [Fact]
    public void that_a_free_lock_of_an_unknown_start_of_the_machine_tells_nothing() =>
        Leaves("unknown", Dead with { WorkerAlive = Sign.Unknown, SameBoot = Sign.Unknown, DeadlinePassed = true });

    [Fact]
    public void that_a_free_lock_is_proof_also_for_a_worker_of_another_set_of_pids() =>
        Assert.Equal("lost", Decide(Dead with { WorkerAlive = Sign.Unknown }).Name);

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void the_upper_of_two_neighbours(string upper, Evidence both, string without, Evidence lower)
    {
        Assert.Equal(upper, Said(Decide(both)));
        Assert.Equal(without, Said(Decide(lower)));
    }

    // Evidence that two rows match, what the upper one says, and what is left to the lower one.
    public static TheoryData<string, Evidence, string, Evidence> Neighbours() => new()
    {
        { "ended", Over with { Marker = false, Life = Sign.Yes }, "ending", Over with { Life = Sign.Yes } },
        { "finish", Over with { FilesAgree = false, Life = Sign.Yes }, "ending", Over with { Life = Sign.Yes } },
        { "ending", Over with { Life = Sign.Yes, HeartbeatAgeMs = 90_000 }, "flagged", Alive with { HeartbeatAgeMs = 90_000 } },
        { "tidy", Over with { TasksEnd = RunStatus.Complete }, "finish", Dead with { TasksEnd = RunStatus.Complete } },
        { "flagged", Alive with { HeartbeatAgeMs = 90_000, TasksEnd = RunStatus.Failed }, "finish", Dead with { TasksEnd = RunStatus.Failed } },
        { "alive", Alive with { SameBoot = Sign.No }, "lost host-restarted", Dead with { SameBoot = Sign.No } },
        { "finish", Dead with { TasksEnd = RunStatus.Failed, Queued = true }, "queued", Dead with { Queued = true } },
        { "queued", Untold with { Queued = true }, "unknown", Untold },
        { "unknown", Untold with { DeadlinePassed = true }, "lost timeout", Dead with { DeadlinePassed = true } },
        { "lost host-restarted", Untold with { SameBoot = Sign.No }, "unknown", Untold },
        { "lost host-restarted", Dead with { SameBoot = Sign.No, Worker = null }, "lost early-exit", Dead with { Worker = null } },
        { "lost early-exit", Dead with { Worker = null, WorkerAlive = Sign.Yes }, "flagged", Dead with { WorkerAlive = Sign.Yes } },
        { "flagged", Dead with { WorkerAlive = Sign.Yes, DeadlinePassed = true }, "lost timeout", Dead with { DeadlinePassed = true } },
        { "lost timeout", Dead with { DeadlinePassed = true }, "lost worker-lost", Dead },
    };

    [Fact]
    public void that_what_cannot_be_told_never_justifies_a_signal()
    {
        foreach (var seen in Everything())
        {
            var cannotTell = seen.Life == Sign.Unknown || (seen is { Life: Sign.No, WorkerAlive: Sign.Unknown, SameBoot: Sign.Unknown, Worker: not null });
            if (cannotTell && seen is { SameBoot: not Sign.No, Ending: null, SignOfLifeAgeMs: 1_000 })
                Assert.Contains(Decide(seen).Action, new[] { RepairAction.None, RepairAction.Finish });
        }
    }

    [Fact]
    public void that_who_holds_the_lock_is_never_called_lost() =>
        Assert.All(Everything().Where(seen => seen.Life == Sign.Yes), seen => Assert.NotEqual(RepairAction.Fail, Decide(seen).Action));

    [Fact]
    public void that_an_end_that_is_known_is_never_made_another() =>
        Assert.All(Everything().Where(seen => seen.Ending is not null), seen => Assert.NotEqual(RepairAction.Fail, Decide(seen).Action));

    static IEnumerable<Evidence> Everything() =>
        from life in Enum.GetValues<Sign>()
        from alive in Enum.GetValues<Sign>()
        from boot in Enum.GetValues<Sign>()
        from worker in new[] { s_worker, null }
        from status in new RunStatus?[] { null, RunStatus.Pending, RunStatus.Running, RunStatus.Waiting, RunStatus.Failed }
        from agree in new[] { true, false }
        from sign in new long?[] { null, 1_000, 400_000 }
        from bits in Enumerable.Range(0, 4)
        select Dead with
        {
            Life = life,
            WorkerAlive = alive,
            SameBoot = boot,
            Worker = worker,
            Recorded = status,
            FilesAgree = agree,
            SignOfLifeAgeMs = sign,
            HeartbeatAgeMs = sign,
            Marker = (bits & 1) == 0,
            DeadlinePassed = (bits & 2) == 0,
            Ending = status is RunStatus.Failed ? End(RunStatus.Failed) : null,
        };

    static string Said(Verdict verdict) => verdict.IsLost ? $"{verdict.Name} {verdict.Reason}" : verdict.Name;

    static long Ms(TimeSpan time) => (long)time.TotalMilliseconds;
}
