using Mill.Json;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Liveness;

/// <summary>Gathers the evidence about one run. Reads only.</summary>
internal sealed class EvidenceCollector(RunFolder folder)
{
    readonly IPlatform _platform = folder.Platform;

    /// <summary>Everything, from the life lock to the event log: for repair, stop and the triage page.</summary>
    public Evidence Collect()
    {
        var seen = Gather();
        // A run that ends or is resumed while it is looked at can look lost: only what is seen twice is believed.
        for (var again = 0; again < 5 && !IsSettled(seen); again++)
        {
            var before = seen;
            seen = Gather();
            if (seen.Generation == before.Generation && seen.Recorded == before.Recorded && seen.EndingFrom == before.EndingFrom
                && seen.Life == before.Life && seen.Worker == before.Worker) break;
        }
        return seen;
    }

    /// <summary>What a list needs: a snapshot that says that the run is over is believed.</summary>
    public Evidence Glance(RunRecord record)
    {
        if (!record.IsTerminal) return Collect();
        var life = folder.Home.IsActive(folder.Id) ? Life(Worker(record.Generation)) : new LockAnswer(Sign.No, null);
        // A worker takes the marker away before it lets go: one that was seen gone has left none of its own.
        return Of(record, folder.Home.IsActive(folder.Id), life, null) with
        {
            Ending = Told(record),
            EndingFrom = "snapshot",
            FilesAgree = true,
        };
    }

    long? Age(DateTimeOffset? since) => (long?)(_platform.Clock.GetUtcNow() - since)?.TotalMilliseconds;

    static bool IsSettled(Evidence seen) => seen is { Ending: not null, FilesAgree: true } or { Ending: null, Life: Sign.Yes };

    // Liveness first, files after: whatever a worker that is seen gone here has written is read below.
    Evidence Gather()
    {
        var worker = folder.ReadWorker().Value;
        var life = Life(worker);
        var beat = folder.ReadHeartbeat().Value;
        var marker = folder.Home.IsActive(folder.Id);
        var snapshot = folder.ReadSnapshot();
        var result = folder.ReadResult();
        var events = folder.ReadEvents();
        var record = Projection.Of(events.Events, snapshot.Value);
        var told = Ending(events.Events, result.Value, snapshot.Value, record);
        var seen = Of(record, marker, life, worker?.Generation == (record?.Generation ?? 1) ? worker : null, beat);
        var empty = record is null && _platform.Files.Names(folder.Path).All(name => name == FileNames.RunLock);
        return seen with
        {
            Empty = empty,
            // Looking under the lock makes the lock file, and an empty folder younger.
            SignOfLifeAgeMs = empty ? Age(folder.Home.MarkedAt(folder.Id)) : seen.SignOfLifeAgeMs,
            Ending = told?.End,
            EndingFrom = told?.From,
            FilesAgree = told is { } found && Agree(found.End, events, result.Value, snapshot.Value, record),
            IsNewer = snapshot.IsNewer || result.IsNewer || events.IsNewer,
            Damage = [.. new[] { snapshot.Damage, result.Damage, events.Damage }.OfType<string>()],
            TasksEnd = told is null && record is { Tasks.Count: > 0 } && record.Tasks.Any(task => task.Attempts > 0)
                ? StatusTable.OfTasks(record.Tasks) : null,
        };
    }

    Evidence Of(RunRecord? record, bool marker, LockAnswer life, WorkerRecord? worker, Heartbeat? heartbeat = null)
    {
        var beat = heartbeat?.Generation == record?.Generation && heartbeat?.RunId == folder.Id.Text ? heartbeat : null;
        var place = worker is null && life.Held != Sign.Yes ? QueuePlace.Of(folder, record) : null;
        return new Evidence
        {
            RunId = folder.Id.Text,
            GatheredAt = _platform.Clock.GetUtcNow(),
            Generation = record?.Generation ?? 1,
            Recorded = record?.Status,
            Marker = marker,
            Life = life.Held,
            LifeReason = life.Reason,
            Worker = worker?.Process,
            WorkerAlive = worker is null ? Sign.Unknown : _platform.Processes.IsAlive(worker.Process),
            SameBoot = SameBoot(worker?.Process),
            Queued = place is not null,
            Place = place,
            HeartbeatAgeMs = Ages.OfHeartbeat(beat, _platform),
            StartedAgeMs = Ages.Since(record?.StartedAt, _platform.Clock.GetUtcNow()),
            ActivityAgeMs = Ages.OfActivity(beat, record, _platform),
            SignOfLifeAgeMs = record is { IsTerminal: true } && !marker ? null : Ages.OfAnySign(folder, record, beat),
            RssMb = beat?.Memory?.RssMb,
            HooksMs = (record?.Spec.OnFailure?.TimeoutMs ?? 0) + (record?.Spec.OnEnd?.TimeoutMs ?? 0),
            DeadlinePassed = Ages.IsPast(record?.Deadline, _platform),
        };
    }

    WorkerRecord? Worker(int generation) => folder.ReadWorker().Value is { } found && found.Generation == generation ? found : null;

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
        var generation = record?.Generation ?? result?.Generation ?? 1;
        if (Endings.Find(events, generation) is { } told) return (told, "event");
        if (result?.Generation == generation) return (Endings.Of(result), "result");
        if (snapshot is { IsTerminal: true } && snapshot.Generation == generation)
            return (Told(snapshot), "snapshot");
        return null;
    }

    static RunEnded Told(RunRecord snapshot) => new(
        snapshot.Status, snapshot.Reason ?? Reason.Exit, snapshot.Message, snapshot.ExitCode, snapshot.Signal, snapshot.EndedAt ?? snapshot.CreatedAt);

    static bool Agree(RunEnded end, EventLogContent events, RunResult? result, RunRecord? snapshot, RunRecord? record) =>
        Endings.Find(events.Events, record?.Generation ?? 1) is not null && !events.IsTorn
        && result?.Status == end.Status && result.Reason == end.Reason && result.Generation == record?.Generation
        // Of a log that lost its last lines, the snapshot knows more than anybody could write again.
        && snapshot?.Status == end.Status && snapshot.Generation == record?.Generation && snapshot.Revision >= events.LastSequence;
}
