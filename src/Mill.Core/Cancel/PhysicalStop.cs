using Mill.Json;
using Mill.Liveness;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;
using Mill.Supervise;

namespace Mill.Cancel;

/// <summary>Ends the processes of a run whose end is recorded: through its worker, around a deaf one, or without one.</summary>
internal sealed class PhysicalStop(RunFolder folder, RunRecord record)
{
    // One that waits for a slow disk for a moment is not deaf.
    const int DeafLooks = 3;
    static readonly TimeSpan s_betweenDeafLooks = TimeSpan.FromMilliseconds(700);
    static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan s_leaving = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_margin = TimeSpan.FromSeconds(12);

    readonly IPlatform _platform = folder.Platform;
    readonly StepLog _log = new(folder.Platform, folder[FileNames.CancelLog]);
    readonly RunTree _tree = new(folder);

    /// <summary>Ends them and says what became of them.</summary>
    public Cleanup End(TimeSpan grace, bool force = false)
    {
        using var worker = Worker(out var elsewhere);
        if (worker is null) return elsewhere is null ? EndWithoutWorker(grace) : WaitForHeartbeat(elsewhere, grace);
        // The run's processes are gone, and its worker runs a hook, which has a time limit of its own.
        if (record.Spec.HasHooks && Told() is { } told) return force ? EndAround(worker, grace) : told;
        _log.Say($"asked worker {worker.Identity.Pid} to end its tree");
        worker.Send(StopSignal.Term);
        if (WaitForWorker(worker, grace) || IsFree) return Told() ?? EndWithoutWorker(grace);
        _log.Say($"worker {worker.Identity.Pid} does not listen; it is stopped, and its tree ended for it");
        return EndAround(worker, grace);
    }

    bool IsFree => folder.IsHeld == Sign.No;

    // Null where it cannot be signalled; the one that lives elsewhere is told then.
    ProcessHandle? Worker(out ProcessIdentity? elsewhere)
    {
        elsewhere = null;
        var said = folder.ReadWorker();
        if (said.Value is not { } found || found.Generation != record.Generation)
        {
            _log.Say(said.Damage ?? "there is no worker of this generation");
            return null;
        }
        // The pid file is for people; what counts is the identity, and only while the lock is held: a copied folder names
        // the worker of the one it was copied from.
        var life = _platform.Locks.Ask(folder[FileNames.WorkerLock], found.Lock);
        if (life.Held != Sign.Yes)
        {
            _log.Say(life.Held == Sign.No
                ? $"worker {found.Process.Pid} is gone"
                : $"worker {found.Process.Pid} is not signalled: whether it is this run's cannot be told ({life.Reason})");
            return null;
        }
        if (_platform.Processes.IsAlive(found.Process) == Sign.Unknown)
        {
            elsewhere = found.Process;
            return null;
        }
        // Somebody holds the lock; that it is the process which the file names, only that process itself can show.
        if (!_tree.IsProven(found.Process.Pid, () => [folder[FileNames.WorkerLock]]))
        {
            _log.Say($"process {found.Process.Pid} is not signalled: that it is the worker is said by a file alone");
            return null;
        }
        var handle = _platform.Processes.Open(found.Process);
        if (handle is null) _log.Say($"pid {found.Process.Pid} is not the worker any more");
        return handle;
    }

    bool WaitForWorker(ProcessHandle worker, TimeSpan grace)
    {
        for (var look = 0; look < DeafLooks; look++)
        {
            if (WaitForWord(worker, s_betweenDeafLooks)) return true;
            if (!_platform.Processes.IsDeaf(worker.Identity)) return WaitForWord(worker, grace + s_margin);
        }
        return false;
    }

    // One with hooks to run says first what became of the processes; nobody waits for the hooks. Nor for what a worker does
    // for others once it has given its life back: it hands on and sweeps, which may take long, and listens to nobody meanwhile.
    bool WaitForWord(ProcessHandle worker, TimeSpan time)
    {
        var began = _platform.Clock.GetTimestamp();
        while (!worker.WaitForExit(s_look) && !HasHooksLeft && !IsFree)
            if (_platform.Clock.GetElapsedTime(began) >= time) return false;
        if (!HasHooksLeft) worker.WaitForExit(s_leaving); // As a rule it has next to nothing left to do.
        return true;
    }

    bool HasHooksLeft => record.Spec.HasHooks && Told() is not null;

    // In another set of pids, or on another machine that shares the home: it looks at the record at each heartbeat, and at how much time the processes have.
    Cleanup WaitForHeartbeat(ProcessIdentity worker, TimeSpan grace)
    {
        var (began, most) = (_platform.Clock.GetTimestamp(), HeartbeatWriter.Interval + grace + s_margin);
        _log.Say($"worker {worker.Pid} cannot be signalled from here, and ends its tree at its next heartbeat");
        while (!IsFree && !HasHooksLeft)
        {
            if (_platform.Clock.GetElapsedTime(began) >= most) return OutOfSight(worker);
            Pause(s_look);
        }
        return Told() ?? EndWithoutWorker(grace);
    }

    // It is what it was: still on the to-do list, and nothing of it may be tidied up.
    Cleanup OutOfSight(ProcessIdentity worker)
    {
        _log.Say($"worker {worker.Pid} still holds its lock, and cannot be looked at from here; it stays on the to-do list");
        return new Cleanup
        {
            RunId = record.Id,
            Generation = record.Generation,
            At = _platform.Clock.GetUtcNow(),
            Survivors = [new Survivor(worker.Pid, worker.StartTime, null, "out-of-sight")],
        };
    }

    Cleanup? Told() => folder.ReadCleanup().Value is { } told && told.Generation == record.Generation ? told : null;

    /// <summary>Without its worker, nobody else will do it: the tree by identity and marker, then the record of it.</summary>
    public Cleanup EndWithoutWorker(TimeSpan grace, Func<Action<ProcessFacts>?, IReadOnlyList<ProcessFacts>>? members = null)
    {
        var cleanup = EndMembers(grace, members, "identity-and-marker");
        Tidy.UnderLock(folder, cleanup);
        return cleanup;
    }

    Cleanup EndMembers(TimeSpan grace, Func<Action<ProcessFacts>?, IReadOnlyList<ProcessFacts>>? members, string mechanism)
    {
        var ender = new TreeEnder(_platform, members ?? Orphans, Pause, endGroup: _tree.TryEndGroup);
        var left = ender.End(grace, Ours());
        if (members is null) left = [.. left, .. _tree.Unproven(record).Where(one => left.All(other => other.Pid != one.Pid))];
        var cleanup = ender.Record(record.Id, record.Generation, left, mechanism, LogHolders.Of(folder));
        _log.Say($"TERM {cleanup.TermSent}, KILL {cleanup.KillSent}, survivors={left.Count}, by {cleanup.Mechanism}");
        Steps.Reached("cancel.tree-ended");
        return cleanup;
    }

    // Asked after the look: whoever was found while the generation had not moved on is not of the next one.
    IReadOnlyList<ProcessFacts> Orphans(Action<ProcessFacts>? onSight)
    {
        var found = _tree.Orphans(record, onSight.OnlyOf(_ => !HasBegunAgain()));
        return folder.ReadRecord().Value is { } now && now.Generation > record.Generation ? [] : found;
    }

    // Nobody of the next generation is there before somebody holds its life lock.
    bool HasBegunAgain() => folder.IsHeld == Sign.Yes;

    Cleanup EndAround(ProcessHandle worker, TimeSpan grace)
    {
        worker.Send(StopSignal.Pause);
        Steps.Reached("cancel.worker-paused");
        if (IsFree)
        {
            worker.Send(StopSignal.Continue); // It had just done what it was asked, and hands on by now.
            return Told() ?? EndWithoutWorker(grace);
        }
        var pid = worker.Identity.Pid;
        var self = _platform.Processes.Self;
        var ender = new TreeEnder(_platform, onSight => [.. _tree.Below(pid, onSight.OnlyOf(one => one.Identity != self)).Where(one => one.Identity != self)], Pause, endGroup: _tree.TryEndGroup);
        ender.End(grace, Ours());
        worker.Send(StopSignal.Kill);
        worker.WaitForExit(s_margin);
        // Whoever was below the worker and could not be ended is found again by its marks.
        var rest = EndMembers(TimeSpan.Zero, members: null, "around-worker");
        var cleanup = rest with
        {
            TermSent = rest.TermSent + ender.TermSent,
            KillSent = rest.KillSent + ender.KillSent + 1,
            Mechanism = "around-worker",
        };
        _log.Say($"with what was below the worker: TERM {cleanup.TermSent}, KILL {cleanup.KillSent}, survivors={cleanup.Survivors.Count}");
        Tidy.UnderLock(folder, cleanup);
        return cleanup;
    }

    // Of a stop from inside the tree, they are the last to be ended.
    HashSet<int> Ours() => [.. _platform.Processes.Ancestors().Select(one => one.Pid)];

    void Pause(TimeSpan time) => _platform.Pause(time);
}
