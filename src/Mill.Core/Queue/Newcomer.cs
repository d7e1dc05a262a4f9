using Mill.Json;
using Mill.Launch;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Queue;

/// <summary>A run that comes into its queue, with whoever asked for it still there.</summary>
/// <param name="Folder">The run.</param>
/// <param name="Record">What is written down of it.</param>
/// <param name="Life">Its life lock, held since before it could be seen.</param>
/// <param name="Environment">The whole environment of its process.</param>
internal sealed record Newcomer(RunFolder Folder, RunRecord Record, KernelLock Life, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>What it would be launched with.</summary>
    public required WorkerExecutable Executable { get; init; }
    /// <summary>Whether its launcher exits at once.</summary>
    public bool CallerExits { get; init; }

    /// <summary>Told once it has a worker, so that what fails from then on is in its record.</summary>
    public Action Begins { get; init; } = () => { };

    /// <summary>What stands for it in the queue.</summary>
    public QueueMarker Marker => QueueMarker.Of(Folder.Id, Record.Spec.Queue!);

    /// <summary>What its owner has to know of its environment when it waits; null for nothing.</summary>
    public string? LeftOut => KeptEnvironment.Of(Record, Environment).LeftOut is { Count: > 0 } names
        ? $"run {Folder.Id} waits for its turn, and will not have these variables, which look secret and are not kept on disk: {string.Join(", ", names)}. To have them kept: --keep-secrets" : null;
}

/// <summary>A run that was given a slot, its life lock in our hands.</summary>
internal sealed record Admitted(RunFolder Folder, RunRecord Record, KernelLock Life);
