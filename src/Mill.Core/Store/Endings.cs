using Mill.Json;
using Mill.Runs;

namespace Mill.Store;

/// <summary>The end of a run in its two forms: the result and the terminal event say the same.</summary>
internal static class Endings
{
    /// <summary>The terminal event that says what a result says.</summary>
    public static RunEnded Of(RunResult result) =>
        new(result.Status, result.Reason, result.Message, result.ExitCode, result.Signal, result.EndedAt);

    /// <summary>The result that says what a terminal event says, where the result itself was lost.</summary>
    public static RunResult Of(RunRecord record, RunEnded ended) => new()
    {
        RunId = record.Id,
        Generation = record.Generation,
        Status = ended.Status,
        Reason = ended.Reason,
        Message = ended.Message,
        ExitCode = ended.ExitCode,
        Signal = ended.Signal,
        StartedAt = record.StartedAt,
        EndedAt = ended.EndedAt,
        DurationMs = record.StartedAt is { } start ? Durations.Between(start, ended.EndedAt) : null,
        Spawns = [.. record.Tasks.Where(task => task.StartedAt is not null).Select(task => task.Status == TaskState.Running ? Cut(task, ended) : Spawn(task))],
    };

    /// <summary>What a result still tells of its run, where everything else is lost.</summary>
    public static RunRecord RecordOf(RunResult result) => new()
    {
        Id = result.RunId,
        Generation = result.Generation,
        Status = result.Status,
        Reason = result.Reason,
        Message = result.Message,
        ExitCode = result.ExitCode,
        Signal = result.Signal,
        CreatedAt = result.StartedAt ?? result.EndedAt,
        StartedAt = result.StartedAt,
        EndedAt = result.EndedAt,
        Spec = RunSpec.Unknown,
        Tasks = [.. result.Spawns.Select(Task)],
    };

    /// <summary>The terminal event of a generation; null when it has none.</summary>
    public static RunEnded? Find(IEnumerable<RunEvent> events, int generation)
    {
        foreach (var one in events)
            if (one.Generation == generation && Told(one) is { } ended) return ended;
        return null;
    }

    /// <summary>The end that an event tells; null where it is of another type, or tells neither why nor when.</summary>
    public static RunEnded? Told(RunEvent one) => EventTypes.EndOf(one.Type) is { } status
        && Projection.Read<RunEnded>(one, Forms.Of) is { Reason.Text.Length: > 0 } ended && ended.EndedAt != default
        ? ended with { Status = status } : null;

    static TaskRecord Task(SpawnResult spawn) => new()
    {
        Name = spawn.Task,
        Status = TaskStates.OfEnd(spawn.Status),
        Attempts = SpawnId.TryParse(spawn.SpawnId, out var id) ? id.Attempt : 1,
        Reason = spawn.Reason,
        ExitCode = spawn.ExitCode,
        Signal = spawn.Signal,
        StartedAt = spawn.StartedAt,
        EndedAt = spawn.EndedAt,
    };

    // Nobody saw how it ended: it came to what its run came to, and then at the latest.
    static SpawnResult Cut(TaskRecord task, RunEnded ended) => Spawn(task) with
    {
        Status = ended.Status,
        Reason = ended.Reason,
        Message = ended.Message,
        EndedAt = ended.EndedAt,
    };

    static SpawnResult Spawn(TaskRecord task) => new()
    {
        SpawnId = new SpawnId(task.Name, task.Attempts).ToString(),
        Task = task.Name,
        Status = TaskStates.OfAttempt(task.Status),
        Reason = task.Reason ?? Reason.WorkerLost,
        ExitCode = task.ExitCode,
        Signal = task.Signal,
        StartedAt = task.StartedAt,
        EndedAt = task.EndedAt,
    };
}
