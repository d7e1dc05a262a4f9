using Mill.Json;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Liveness;

/// <summary>Gathers the evidence about one run. Reads only.</summary>
internal sealed class EvidenceCollector(RunFolder folder)
{
    readonly IPlatform _platform = folder.Platform;

    /// <summary>Everything, from the event log on: for repair, stop and the triage page.</summary>
    public Evidence Collect()
    {
        var snapshot = folder.ReadSnapshot();
        var events = folder.ReadEvents();
        var record = Projection.Of(events.Events) ?? snapshot.Value;
        var result = folder.ReadResult();
        var told = Ending(events.Events, result.Value, snapshot.Value, record);
        return Look(record, told?.End is null) with
        {
            Ending = told?.End,
            EndingFrom = told?.From,
            FilesAgree = told is { } found && Agree(found.End, events, result.Value, snapshot.Value, record),
            Damage = [.. new[] { snapshot.Damage, result.Damage, events.Damage }.OfType<string>()],
            TasksEnd = told is null && record is { Tasks.Count: > 0 } && record.Tasks.Any(task => task.Attempts > 0)
                ? StatusTable.OfTasks(record.Tasks) : null,
        };
    }

    /// <summary>What a list needs: the snapshot is believed.</summary>
    public Evidence Glance(RunRecord record) => Look(record, !record.IsTerminal) with
    {
        Ending = record.IsTerminal
            ? new RunEnded(record.Status, record.Reason ?? Reason.Exit, record.Message, record.ExitCode, record.Signal, record.EndedAt ?? record.CreatedAt)
            : null,
        EndingFrom = record.IsTerminal ? "snapshot" : null,
        FilesAgree = record.IsTerminal,
    };

    Evidence Look(RunRecord? record, bool live)
    {
        var marker = folder.Home.IsActive(folder.Id);
        var seen = new Evidence
        {
            RunId = folder.Id.Text,
            GatheredAt = _platform.Clock.GetUtcNow(),
            Generation = record?.Generation ?? 1,
            Recorded = record?.Status,
            Marker = marker,
        };
        return !live && !marker ? seen with { Life = Sign.No } : LookAtWorker(seen, record);
    }

    Evidence LookAtWorker(Evidence seen, RunRecord? record)
    {
        var worker = folder.ReadWorker().Value is { } found && found.Generation == seen.Generation ? found : null;
        var beat = folder.ReadHeartbeat().Value is { } last && last.Generation == seen.Generation && last.RunId == folder.Id.Text ? last : null;
        var life = Life(worker);
        // Asked after the lock: a worker that ended in between is then seen as gone by both.
        var alive = worker is null ? Sign.Unknown : _platform.Processes.IsAlive(worker.Process);
        return seen with
        {
            Life = life.Held,
            LifeReason = life.Reason,
            Worker = worker?.Process,
            WorkerAlive = alive,
            SameBoot = SameBoot(worker?.Process),
            HeartbeatAgeMs = Ages.OfHeartbeat(beat, _platform),
            ActivityAgeMs = Ages.OfActivity(beat, record, _platform),
            SignOfLifeAgeMs = Ages.OfAnySign(folder, beat),
            RssMb = beat?.Memory?.RssMb,
            DeadlinePassed = Ages.IsPast(record?.Deadline, _platform),
        };
    }

    LockAnswer Life(WorkerRecord? worker)
    {
        var here = _platform.Machine;
        return worker?.Process.MachineId is { } machine && here.MachineId is { } ours && machine != ours
            ? new(Sign.Unknown, $"its worker is on another machine, {worker.Host}")
            : _platform.Locks.Ask(folder[FileNames.WorkerLock], worker?.Lock);
    }

    Sign SameBoot(ProcessIdentity? worker)
    {
        var here = _platform.Machine;
        if (worker is null || worker.BootId == here.BootId) return Sign.Yes;
        return worker.MachineId is { } machine && machine == here.MachineId ? Sign.No : Sign.Unknown;
    }

    static (RunEnded End, string From)? Ending(
        IReadOnlyList<RunEvent> events, RunResult? result, RunRecord? snapshot, RunRecord? record)
    {
        var generation = record?.Generation ?? 1;
        if (Endings.Find(events, generation) is { } told) return (told, "event");
        if (result?.Generation == generation) return (Endings.Of(result), "result");
        if (snapshot is { IsTerminal: true } && snapshot.Generation == generation)
            return (new RunEnded(snapshot.Status, snapshot.Reason ?? Reason.Exit, snapshot.Message, snapshot.ExitCode, snapshot.Signal, snapshot.EndedAt ?? snapshot.CreatedAt), "snapshot");
        return null;
    }

    static bool Agree(RunEnded end, EventLogContent events, RunResult? result, RunRecord? snapshot, RunRecord? record) =>
        Endings.Find(events.Events, record?.Generation ?? 1) is not null && !events.IsTorn
        && result?.Status == end.Status && result.Generation == record?.Generation
        && snapshot?.Status == end.Status && snapshot.Generation == record?.Generation && snapshot.Revision == events.LastSequence;
}
