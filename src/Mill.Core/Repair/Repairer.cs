using System.Globalization;
using Mill.Cancel;
using Mill.Json;
using Mill.Liveness;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Repair;

/// <summary>Puts records right: judges without the lock, judges again under it, and only then acts.</summary>
internal sealed class Repairer(HomeFolder home, Func<RunId, string, Run?> again)
{
    /// <summary>Repairs one run, or says what it would do.</summary>
    public RepairOutcome Repair(RunId id, RepairRequest request)
    {
        var folder = home.Run(id);
        if (!folder.Exists) return RepairMissing(folder, request);
        var seen = new EvidenceCollector(folder).Collect();
        if (seen.Recorded is null && folder.ReadRecord().IsNewer) folder.Require(); // It says so, and is nothing to be put right.
        var verdict = Judge(seen, request);
        if (verdict.Name == "damaged" && !folder.Exists) throw folder.Missing(); // It was removed while it was looked at.
        var judged = Outcome(folder, seen, verdict, repaired: false, []);
        if (verdict.IsLost && request.Action is { } then) judged = judged with { Action = then };
        return verdict.Action != RepairAction.None && request.Allows(judged) ? Act(folder, request) : judged;
    }

    /// <summary>Repairs everything on the to-do list, and every run that is not over; one broken folder is one warning.</summary>
    public IEnumerable<RepairOutcome> RepairAll(RepairRequest request, Action<string>? warn)
    {
        foreach (var id in home.Ids().Concat(home.ActiveIds()).Distinct().Order())
            if (TryRepair(id, request, warn) is { } outcome && outcome.Verdict is not ("ended" or "alive" or "ending" or "queued"))
                yield return outcome;
    }

    RepairOutcome? TryRepair(RunId id, RepairRequest request, Action<string>? warn)
    {
        try
        {
            var outcome = Repair(id, request);
            if (outcome.Verdict is "ended" or "alive" && !request.DryRun) Remark(id, outcome.Evidence);
            return outcome;
        }
        catch (MillException e) when (e.Code == MillError.RunNotFound)
        {
            return null; // Somebody has removed it meanwhile.
        }
        catch (Exception e) when (e is MillException or IOException or UnauthorizedAccessException)
        {
            warn?.Invoke($"run {id}: {e.Message}");
            return null;
        }
    }

    // The to-do list is rebuilt where a live run is missing from it.
    void Remark(RunId id, Evidence? seen)
    {
        if (seen is { Life: Sign.Yes, Ending: null, Marker: false }) home.Mark(id);
    }

    RepairOutcome Act(RunFolder folder, RepairRequest request)
    {
        Evidence seen;
        Verdict verdict;
        RunRecord? record;
        using (var locked = LockedRun.Take(folder))
        {
            seen = new EvidenceCollector(folder).Collect();
            verdict = Judge(seen, request);
            if (verdict.Action == RepairAction.None)
                return Outcome(folder, seen, verdict with { Why = $"it was put right meanwhile: {verdict.Why}" }, repaired: false, []);
            Steps.Reached("repair.locked");
            home.Mark(folder.Id);
            Mark(locked, seen, verdict);
            record = locked.Record;
            Steps.Reached("repair.marked");
        }
        if (record is null)
            return Outcome(folder, seen, Verdict.Leave("damaged", $"{verdict.Why}; of the run itself nothing can be understood"), repaired: false, []);
        var cleanup = EndWhatIsLeft(folder, seen, record);
        Record(folder, verdict, cleanup);
        var outcome = Outcome(folder, seen, verdict, repaired: true, cleanup?.Survivors ?? []);
        if (!verdict.IsLost || request.Action is not { } then) return outcome;
        return then == "resume" && record.Generation > request.MostResumes
            ? outcome with { Reason = FormattableString.Invariant($"{outcome.Reason}; it was resumed {record.Generation - 1} times already, and is left as it is") }
            : Then(outcome, folder.Id, then);
    }

    // What was repaired stays repaired, whatever becomes of the rest.
    RepairOutcome Then(RepairOutcome outcome, RunId id, string then)
    {
        try
        {
            return again(id, then) is null ? outcome : outcome with { Action = then };
        }
        catch (MillException e)
        {
            return outcome with { Reason = $"{outcome.Reason}; {then} failed: {e.Message}", Refused = e };
        }
    }

    static void Mark(LockedRun locked, Evidence seen, Verdict verdict)
    {
        locked.BelieveEvents();
        if (verdict.Action == RepairAction.Finish) Finisher.Finish(locked, seen);
        else if (verdict.Action == RepairAction.Fail) Failure.Record(locked, verdict.Reason ?? Reason.WorkerLost, Message(seen, verdict));
        locked.Mend();
    }

    static string Message(Evidence seen, Verdict verdict) => string.Create(CultureInfo.InvariantCulture,
        $"{verdict.Why} (worker {seen.Worker?.Pid.ToString(CultureInfo.InvariantCulture) ?? "unknown"}, last heartbeat {seen.HeartbeatAgeMs / 1000.0} s before, {seen.RssMb} MiB)");

    static Cleanup? EndWhatIsLeft(RunFolder folder, Evidence seen, RunRecord record)
    {
        var stop = new PhysicalStop(folder, record);
        var grace = TimeSpan.FromMilliseconds(record.Spec.GraceMs);
        if (seen is { Life: Sign.Yes, Ending: null }) return stop.End(grace);
        if (seen.Life == Sign.Yes) return null; // Its worker is at it.
        if (record is { Status: RunStatus.Complete or RunStatus.Failed, Spec.AllowBackground: true } && seen.Ending is not null)
            return stop.EndWithoutWorker(grace, _ => []);
        return stop.EndWithoutWorker(grace);
    }

    static void Record(RunFolder folder, Verdict verdict, Cleanup? cleanup)
    {
        using var locked = LockedRun.Take(folder);
        locked.Change(EventDraft.Of(new RunRepairedPayload(verdict.Name, verdict.Action.Word(), verdict.Why, cleanup?.Survivors.Count ?? 0)));
        new StepLog(folder.Platform, folder[FileNames.RepairLog]).Say(
            $"{verdict.Name}: {verdict.Why}; {verdict.Action.Word()}; TERM {cleanup?.TermSent ?? 0}, KILL {cleanup?.KillSent ?? 0}, survivors={cleanup?.Survivors.Count ?? 0}");
    }

    // A starter that was ended right after its first act left a marker and nothing else; one that is at it now is younger.
    RepairOutcome RepairMissing(RunFolder folder, RepairRequest request)
    {
        if (folder.Platform.Files.Look(folder.Path) is { Kind: FileKind.Folder }) throw folder.Missing(); // It is there, and somebody else's.
        if (home.MarkedAt(folder.Id) is not { } since) throw folder.Missing();
        var old = folder.Platform.Clock.GetUtcNow() - since > TimeSpan.FromSeconds(10);
        var judged = new RepairOutcome
        {
            Id = folder.Id.Text,
            Verdict = "gone",
            Reason = old ? "it is on the to-do list, and its folder is not there" : "it is on the to-do list, and may be about to be made",
            Action = old ? "finish" : "none",
        };
        if (!old || !request.Allows(judged)) return judged;
        home.Unmark(folder.Id);
        return judged with { Repaired = true };
    }

    static Verdict Judge(Evidence seen, RepairRequest request)
    {
        var limits = request.StaleGrace is { } grace ? RepairLimits.Usual with { Grace = grace } : RepairLimits.Usual;
        var verdict = VerdictTable.Decide(seen, limits);
        return verdict.Flagged && request.Force && seen.Life == Sign.Yes
            ? verdict with { Action = RepairAction.Fail, Reason = Reason.HeartbeatStale }
            : verdict;
    }

    static RepairOutcome Outcome(RunFolder folder, Evidence seen, Verdict verdict, bool repaired, IReadOnlyList<Survivor> survivors) => new()
    {
        Id = folder.Id.Text,
        Verdict = verdict.Name,
        Reason = verdict.Why,
        Action = verdict.Action.Word(),
        Repaired = repaired,
        Evidence = seen,
        Survivors = survivors,
        Status = folder.ReadRecord().Value?.Status,
    };
}
