using Mill.Json;
using Mill.Liveness;
using Mill.Logs;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Cancel;

/// <summary>Stops a run in two steps: first in the record, where it can never be undone, then its processes.</summary>
internal sealed class Canceller(HomeFolder home)
{
    readonly IPlatform _platform = home.Platform;

    /// <summary>Stops a run, and the runs inside it as runs of their own.</summary>
    public StopOutcome Stop(RunId id, StopRequest request)
    {
        if (request.Grace is { } asked && !Durations.IsLength(asked))
            throw new MillException(MillError.BadValue, $"The grace {asked} makes no sense; try 30s or 10m.", id.Text);
        request = request with { Reason = StoredTexts.Message(request.Reason) };
        var folder = home.Run(id);
        var (record, already) = Cancel(folder, request);
        Steps.Reached("cancel.recorded");
        var grace = request.Grace ?? TimeSpan.FromMilliseconds(Ordered(folder, record) ?? record.Spec.GraceMs);
        var ended = ShouldEnd(folder, record, already, request)
            ? new PhysicalStop(folder, record).End(grace, request.Force)
            : folder.ReadCleanup().Value ?? Nothing(record);
        Steps.Reached("cancel.processes-gone");
        var nested = already && record.Status != RunStatus.Cancelled ? [] : StopNested(id, request);
        return new StopOutcome
        {
            Id = id.Text,
            Status = record.Status,
            AlreadyTerminal = already,
            TermSent = ended.TermSent,
            KillSent = ended.KillSent,
            Survivors = ended.Survivors,
            Mechanism = ended.Mechanism,
            Nested = nested,
        };
    }

    /// <summary>Stops every run that was started inside another, or inside one in there that has ended itself, and is not over.</summary>
    public List<StopOutcome> StopNested(RunId id, StopRequest request)
    {
        var stopped = new List<StopOutcome>();
        foreach (var other in home.ActiveIds())
            if (home.Run(other).ReadRecord().Value is { IsTerminal: false } nested && IsInside(nested, id))
                if (TryStop(other, id, request) is { } outcome) stopped.Add(outcome);
        return stopped;
    }

    // One in between that is not over is stopped itself, with whatever is inside it.
    bool IsInside(RunRecord nested, RunId outer)
    {
        var parent = nested.Spec.ParentId;
        for (var depth = nested.Spec.Depth; depth > 0 && parent is not null && parent != outer.Text; depth--)
            parent = RunId.TryParse(parent, out var id) && home.Run(id).ReadRecord().Value is { IsTerminal: true } ended ? ended.Spec.ParentId : null;
        return parent == outer.Text;
    }

    StopOutcome? TryStop(RunId nested, RunId parent, StopRequest request)
    {
        try
        {
            return Stop(nested, request with { Reason = $"run {parent}, inside which it was started, was stopped" });
        }
        catch (Exception e) when (e is MillException or IOException or UnauthorizedAccessException)
        {
            new StepLog(_platform, home.Run(parent)[FileNames.CancelLog]).Say($"run {nested}, started inside, could not be stopped: {e.Message}");
            return null;
        }
    }

    (RunRecord Record, bool Already) Cancel(RunFolder folder, StopRequest request)
    {
        using var locked = LockedRun.Take(folder);
        if (locked.Record is not { } found) throw Damaged(folder);
        if (request.Grace is { } grace && home.IsActive(folder.Id)) Tell(folder, found, grace);
        Steps.Reached("cancel.told");
        var seen = new EvidenceCollector(folder).Collect();
        if (Repair.Finisher.Finish(locked, seen)) return (locked.Record!, true);
        var record = locked.Record!; // The events may have told another generation than the snapshot did.
        if (record.IsTerminal) return (record, true);
        var log = new StepLog(_platform, folder[FileNames.CancelLog]);
        log.Say($"stop asked for{(request.Reason is { } reason ? $": {reason}" : "")}");
        Steps.Reached("cancel.locked");
        locked.End(ResultOf(record, request));
        log.Say("recorded as cancelled");
        return (locked.Record!, false);
    }

    // What an earlier stop that is still under way has told the worker.
    static long? Ordered(RunFolder folder, RunRecord record) =>
        folder.ReadStop().Value is { } stop && stop.Generation == record.Generation ? stop.GraceMs : null;

    static void Tell(RunFolder folder, RunRecord record, TimeSpan grace)
    {
        try
        {
            folder.Json.Write(folder[FileNames.Stop],
                new StopOrder(RunRecord.CurrentSchema, record.Id, record.Generation, (long)grace.TotalMilliseconds), Forms.Of);
        }
        catch (DiskFullException)
        {
            // The worker then gives them what the run was started with.
        }
    }

    RunResult ResultOf(RunRecord record, StopRequest request) =>
        Endings.Of(record, new RunEnded(
            RunStatus.Cancelled, Reason.Cancelled, request.Reason ?? "stopped", null, null, _platform.Clock.GetUtcNow()))
        with
        { Spawns = [.. record.Tasks.Where(task => task.StartedAt is not null).Select(task => CancelledSpawn(task))] };

    SpawnResult CancelledSpawn(TaskRecord task) => new()
    {
        SpawnId = new SpawnId(task.Name, task.Attempts).ToString(),
        Task = task.Name,
        Status = task.Status == TaskState.Running ? RunStatus.Cancelled : TaskStates.OfAttempt(task.Status),
        Reason = task.Reason ?? Reason.Cancelled,
        ExitCode = task.ExitCode,
        Signal = task.Signal,
        StartedAt = task.StartedAt,
        EndedAt = task.EndedAt ?? _platform.Clock.GetUtcNow(),
    };

    // A run that ended by itself and was allowed to leave processes behind is left alone unless force is used.
    bool ShouldEnd(RunFolder folder, RunRecord record, bool already, StopRequest request) =>
        !already || request.Force || (home.IsActive(folder.Id) && !(record.Spec.AllowBackground && record.Status != RunStatus.Cancelled));

    static Cleanup Nothing(RunRecord record) => new() { RunId = record.Id, Generation = record.Generation };

    static MillException Damaged(RunFolder folder) =>
        new(MillError.RunDamaged, $"Run {folder.Id} cannot be read; try: mill repair {folder.Id}", folder.Id.Text);
}
