using Mill.Runs;

namespace Mill.Supervise;

/// <summary>A spawn whose process was launched.</summary>
/// <param name="Id">Which.</param>
/// <param name="Process">Its process.</param>
/// <param name="Logs">Its logs.</param>
/// <param name="Limits">What it may take.</param>
/// <param name="MemoryIsWatched">Whether the worker itself keeps its memory limit.</param>
/// <param name="StartedAt">When it was launched.</param>
internal sealed record LaunchedSpawn(
    SpawnId Id, ProcessIdentity Process, LiveLogs Logs, Limits Limits, bool MemoryIsWatched, DateTimeOffset StartedAt);
