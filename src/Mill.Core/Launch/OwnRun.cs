using Mill.Json;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Launch;

/// <summary>The run that this process is inside of, and as which attempt, as its environment tells.</summary>
/// <param name="Folder">The run's folder.</param>
/// <param name="Spawn">The attempt.</param>
internal sealed record OwnRun(RunFolder Folder, SpawnId Spawn)
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Reads it from the environment; an error that says what to do instead where this process is in no run.</summary>
    public static OwnRun Of(IPlatform platform, Func<string, string?> variable, string instead)
    {
        if (!RunId.TryParse(variable("MILL_RUN_ID"), out var id) || !SpawnId.TryParse(variable("MILL_SPAWN_ID"), out var spawn))
            throw new MillException(MillError.NotInRun, $"This is said from inside a run, and this process is in none: MILL_RUN_ID and MILL_SPAWN_ID do not name one. {instead}");
        var place = variable("MILL_RUN_DIR");
        var home = new HomeFolder(platform, Path.GetDirectoryName(Path.GetDirectoryName(place)) ?? "");
        if (home.Path.Length == 0 || home.Run(id) is not { Exists: true } folder || folder.Path != place)
            throw new MillException(MillError.NotInRun, $"MILL_RUN_ID says {id}, and MILL_RUN_DIR ('{place}') is not the folder of that run. {instead}", id.Text);
        home.CheckOwner();
        return new OwnRun(folder, spawn);
    }

    /// <summary>Takes the run's lock while this attempt is the one that runs; an error when it is over. An attempt that is not yet recorded is waited for.</summary>
    public LockedRun Take(CancellationToken stop)
    {
        var (clock, began) = (Folder.Platform.Clock, Folder.Platform.Clock.GetTimestamp());
        using var changes = Folder.Platform.Watch([Folder.Path]);
        while (true)
        {
            var locked = LockedRun.Take(Folder, stop);
            var standing = locked.Record is { } record ? Standing(record, Spawn) : OwnStanding.Unknown;
            if (standing == OwnStanding.Runs) return locked;
            var refusal = Refusal(standing, locked.Record);
            locked.Dispose();
            if (standing != OwnStanding.NotYet || clock.GetElapsedTime(began) > s_patience) throw refusal;
            // The process is quicker than the worker, which records it right after its launch.
            changes.Wait(null, s_patience, stop);
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>How an attempt stands to its run as it is now.</summary>
    public static OwnStanding Standing(RunRecord record, SpawnId spawn) => record switch
    {
        { IsTerminal: true } => OwnStanding.RunOver,
        _ when TaskList.Of(record.Tasks).Find(spawn.Task) is not { } task || task.Attempts < spawn.Attempt => OwnStanding.NotYet,
        _ when TaskList.Of(record.Tasks).Find(spawn.Task) is { Status: TaskState.Running } task && task.Attempts == spawn.Attempt => OwnStanding.Runs,
        _ => OwnStanding.Over,
    };

    /// <summary>The error for a run that has ended, as those inside it meet it.</summary>
    public static MillException Ended(RunRecord record) => record.Status == RunStatus.Cancelled
        ? new(MillError.ParentCancelled, $"Run {record.Id}, inside which this was asked for, has been stopped.", record.Id)
        : Over(record);

    /// <summary>The error for a run that has ended, as anybody else meets it.</summary>
    public static MillException Over(RunRecord record) =>
        new(MillError.RunIsOver, $"Run {record.Id} is over ({record.Status.Word()}). Try: mill get {record.Id}", record.Id);

    MillException Refusal(OwnStanding standing, RunRecord? record) => standing switch
    {
        OwnStanding.RunOver => Ended(record!),
        OwnStanding.Over => new(MillError.RunIsOver, $"{Spawn} of run {Folder.Id} is over, and says nothing any more. Try: mill get {Folder.Id}", Folder.Id.Text),
        OwnStanding.NotYet => new(MillError.NotInRun, $"Run {Folder.Id} knows of no {Spawn} (MILL_SPAWN_ID). Try: mill get {Folder.Id}", Folder.Id.Text),
        _ => new(MillError.RunDamaged, $"Run {Folder.Id} cannot be read. Try: mill repair {Folder.Id}", Folder.Id.Text),
    };
}

/// <summary>How an attempt stands to its run.</summary>
internal enum OwnStanding
{
    /// <summary>Nothing can be read.</summary>
    Unknown,
    /// <summary>It is not recorded yet.</summary>
    NotYet,
    /// <summary>It is the one that runs.</summary>
    Runs,
    /// <summary>It has ended, and the run goes on or was resumed.</summary>
    Over,
    /// <summary>The run has ended.</summary>
    RunOver,
}
