using Mill.Json;
using Mill.Runs;
using Mill.Store;
using Mill.Watch;

namespace Mill.Logs;

/// <summary>The attempts at a task, in their order, for those who read what they wrote.</summary>
internal sealed class Attempts(RunFolder folder)
{
    readonly Sight _sight = new(folder);

    /// <summary>The newest attempt; for those who follow, the one to come where this life of the run has not tried the task yet.</summary>
    public static SpawnId Newest(RunRecord record, TaskRecord task, bool follow) => new(task.Name,
        follow && !record.IsTerminal && task.Status == TaskState.Pending ? task.Attempts + 1 : Math.Max(1, task.Attempts));

    /// <summary>The first attempt of this life of the run.</summary>
    public SpawnId First(RunRecord record, TaskRecord task) => new(task.Name, 1 + (record.Generation == 1 ? 0 : folder.ReadEvents().Events
        .Where(one => one.Generation < record.Generation && one.Type == EventTypes.SpawnStart)
        .Select(one => Projection.Read<SpawnStarted>(one, Forms.Of) is { } started && started.Task == task.Name ? started.Attempt : 0)
        .DefaultIfEmpty().Max()));

    /// <summary>An attempt and those after it; each is asked for when the one before has been read to its end.</summary>
    public IEnumerable<SpawnId> From(SpawnId first, CancellationToken stop)
    {
        yield return first;
        for (var spawn = first; !stop.IsCancellationRequested && Made(folder.ReadRecord().Value?.Tasks, spawn.Task) > spawn.Attempt;)
            yield return spawn = spawn with { Attempt = spawn.Attempt + 1 };
    }

    /// <summary>Whether nothing more is written by an attempt: the next one begins only then, or else the run is over.</summary>
    public bool IsOver(SpawnId spawn) => folder.ReadRecord().Value is { } record && (record.IsTerminal || Made(record.Tasks, spawn.Task) > spawn.Attempt)
        || _sight.Look().EffectiveStatus >= EffectiveStatus.Complete;

    static int Made(IEnumerable<TaskRecord>? tasks, string task) => tasks?.FirstOrDefault(one => one.Name == task)?.Attempts ?? 0;
}
