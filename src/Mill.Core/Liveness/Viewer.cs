using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Liveness;

/// <summary>Makes a run as people see it out of its record and the truth.</summary>
internal static class Viewer
{
    /// <summary>The run, judged by all evidence.</summary>
    public static Run Look(RunFolder folder)
    {
        var record = folder.Require();
        var seen = new EvidenceCollector(folder).Collect();
        // Its worker may have had the last word between the two.
        if (seen.Ending is not null && folder.ReadRecord().Value is { } last && last.Generation == record.Generation) record = last;
        return WithResult(folder, record, View(folder, record, seen));
    }

    /// <summary>The run with the result that it left: its folder is asked only where there may be one.</summary>
    public static Run WithResult(RunFolder folder, RunRecord record, Run run) =>
        record.Spec.ResultFrom is null || folder.ReadResult().Value is not { Value: not null } result || result.Generation != run.Generation
            ? run : run with { Result = result.Value };

    /// <summary>The run, its snapshot believed: what a list can afford.</summary>
    public static Run Glance(RunFolder folder, RunRecord record) =>
        View(folder, record, new EvidenceCollector(folder).Glance(record));

    /// <summary>The run, judged by evidence that was gathered already.</summary>
    public static Run View(RunFolder folder, RunRecord record, Evidence seen)
    {
        var truth = Diagnosis.Of(seen, VerdictTable.Decide(seen, RepairLimits.Usual), RepairLimits.Usual);
        var end = seen.Ending;
        var beat = record.IsTerminal && !seen.Marker ? null : folder.ReadHeartbeat().Value;
        return new Run
        {
            Id = record.Id,
            Name = record.Spec.Name,
            // The event is the truth; its snapshot follows a moment later.
            Status = seen is { EndingFrom: "event", Ending.Status: var status } ? status : record.Status,
            EffectiveStatus = truth.Status,
            Mismatch = truth.Mismatch,
            Health = truth.Health,
            HealthReason = truth.Why,
            Reason = end?.Reason ?? record.Reason,
            Message = end?.Message ?? record.Message,
            ExitCode = end?.ExitCode ?? record.ExitCode,
            Signal = end?.Signal ?? record.Signal,
            CreatedAt = record.CreatedAt,
            StartedAt = record.StartedAt,
            EndedAt = end?.EndedAt ?? record.EndedAt,
            DurationMs = Duration(folder.Platform, record, end),
            Generation = record.Generation,
            ParentId = record.Spec.ParentId,
            Depth = record.Spec.Depth,
            Tags = record.Spec.Tags,
            Directory = folder.Path,
            WorkingDirectory = record.Spec.WorkingDirectory,
            Command = record.Spec.Plan is null ? record.Spec.Command : null,
            Arguments = Placeholders.Fill(record.Spec, record.Spec.Arguments, name => Known(folder, name)),
            Program = record.Spec.Program,
            Plan = record.Spec.Plan is { } plan ? new PlanInBrief(plan.Title, plan.Origin, plan.Parallel, plan.FailFast) : null,
            Queue = record.Spec.Queue,
            Worker = record.Worker,
            Heartbeat = beat is null ? null : View(beat, folder.Platform),
            Progress = Progress(record, beat),
            Note = record.Note,
            NotedAt = record.NotedAt,
            Questions = end is null ? record.Open : [],
            Limits = record.Limits,
            Tasks = record.Tasks,
            Revision = record.Revision,
        };
    }

    static string? Known(RunFolder folder, string name) => name switch
    {
        "runId" => folder.Id.Text,
        "runDir" => folder.Path,
        "home" => folder.Home.Path,
        _ => null,
    };

    // The record is younger than any heartbeat.
    static Progress? Progress(RunRecord record, Heartbeat? beat) => record.Spec.Plan is null
        ? record.Tasks is [{ Progress: { } told }] ? new Progress(told.Done, told.Total, beat?.Progress?.Current) : beat?.Progress
        : new Progress(
            record.Tasks.Count(task => task.Status.IsOver()), record.Tasks.Count,
            string.Join(", ", record.Tasks.Where(task => task.Status == TaskState.Running).Take(3).Select(task => task.Name)) is { Length: > 0 } current ? current : null);

    static long? Duration(IPlatform platform, RunRecord record, RunEnded? end) => record.StartedAt is not { } start
        ? null
        : Durations.Between(start, end?.EndedAt ?? record.EndedAt ?? platform.Clock.GetUtcNow());

    static RunHeartbeat View(Heartbeat beat, IPlatform platform) => new(
        DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Clamp(beat.At, 0, 253_402_300_799_000)),
        Ages.OfHeartbeat(beat, platform),
        beat.Memory?.RssMb,
        beat.Memory?.ChildRssMb,
        beat.LastActivityAt is { } at ? DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Clamp(at, 0, 253_402_300_799_000)) : null);
}
