using Mill.Json;
using Mill.Liveness;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Store;

/// <summary>One run's folder, read by anybody at any time without harm.</summary>
internal sealed class RunFolder(HomeFolder home, RunId id)
{
    const int ReserveBytes = 64 << 10;

    readonly JsonFiles _json = new(home.Platform.Files);

    /// <summary>Which run.</summary>
    public RunId Id { get; } = id;
    /// <summary>The home that it is in.</summary>
    public HomeFolder Home { get; } = home;
    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.Combine(home.Runs, id.Text);
    /// <summary>The system below it.</summary>
    public IPlatform Platform => Home.Platform;
    /// <summary>Its JSON files.</summary>
    public JsonFiles Json => _json;

    /// <summary>The path of something in the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Where a spawn's standard output is.</summary>
    public string OutOf(SpawnId spawn) => this[$"{FileNames.Logs}/{spawn}.out"];
    /// <summary>Where a spawn's standard error is.</summary>
    public string ErrOf(SpawnId spawn) => this[$"{FileNames.Logs}/{spawn}.err"];
    /// <summary>Where a spawn's process may leave objects, a line each.</summary>
    public string ObjectsOf(SpawnId spawn) => this[$"{FileNames.Logs}/{spawn}.objects"];
    /// <summary>Where a generation's files go when the next one begins.</summary>
    public string Generation(int number) => this[$"{FileNames.Generations}/{number}"];

    /// <summary>Takes the room that an end, or a next beginning, may need on a full disk, unless that is taken already.</summary>
    public void MakeReserve()
    {
        if (Platform.Files.Look(this[FileNames.Reserve]) is not { Kind: FileKind.File, Size: ReserveBytes }) _json.Write(this[FileNames.Reserve], new byte[ReserveBytes]);
    }

    /// <summary>Gives that room to the disk; false where there is none to give.</summary>
    public bool GiveReserveUp()
    {
        try
        {
            return Platform.Files.Delete(this[FileNames.Reserve]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // The disk is read-only, or the folder not ours to change any more: then it is no lack of room.
        }
    }

    /// <summary>Whether the folder is there, and ours.</summary>
    public bool Exists => Platform.Files.Look(Path) is { Kind: FileKind.Folder } && Platform.Files.OwnerOf(Path) == Platform.Machine.UserId;

    /// <summary>Whether somebody holds the life lock: its worker, or who is about to launch one.</summary>
    public Sign IsHeld => Platform.Locks.Ask(this[FileNames.WorkerLock]).Held;

    /// <summary>The snapshot.</summary>
    public Stored<RunRecord> ReadSnapshot() => Own(FileNames.Snapshot, _json.Read<RunRecord>(this[FileNames.Snapshot], Forms.Of), static record => record.Id);
    /// <summary>The result.</summary>
    public Stored<RunResult> ReadResult() => Own(FileNames.Result, _json.Read<RunResult>(this[FileNames.Result], Forms.Of), static result => result.RunId);
    /// <summary>The worker as it introduced itself; where that is gone, as the log or the snapshot tells it.</summary>
    public Stored<WorkerRecord> ReadWorker()
    {
        var read = Own(FileNames.Worker, _json.Read<WorkerRecord>(this[FileNames.Worker], Forms.Of), static worker => worker.RunId);
        return read.Value is null && !read.IsNewer && WorkerAsTold() is { } told ? new(told) : read;
    }
    /// <summary>The heartbeat.</summary>
    public Stored<Heartbeat> ReadHeartbeat() => _json.Read<Heartbeat>(this[FileNames.Heartbeat], Forms.Of);
    /// <summary>How long a stop gives the processes.</summary>
    public Stored<StopOrder> ReadStop() => _json.Read<StopOrder>(this[FileNames.Stop], Forms.Of);
    /// <summary>What became of its processes.</summary>
    public Stored<Cleanup> ReadCleanup() => _json.Read<Cleanup>(this[FileNames.Cleanup], Forms.Of);
    /// <summary>The variables that were kept for a later launch.</summary>
    public Stored<KeptEnvironment> ReadEnvironment() =>
        Own(FileNames.Environment, _json.Read<KeptEnvironment>(this[FileNames.Environment], Forms.Of), static kept => kept.RunId);
    /// <summary>The event log.</summary>
    public EventLogContent ReadEvents() => EventLog.Read(Platform.Files, this[FileNames.Events], Id);

    /// <summary>What the run adds up to: the snapshot when it is sound, else its events put together in memory.</summary>
    public Stored<RunRecord> ReadRecord()
    {
        var snapshot = ReadSnapshot();
        if (snapshot.Value is { IsTerminal: false } behind) return new(UpToDate(behind));
        if (snapshot.Value is not null || snapshot.IsNewer) return snapshot;
        var events = ReadEvents();
        return Projection.Of(events.Events) is { } record
            ? new(record)
            : new(null, snapshot.Damage ?? events.Damage ?? $"{Path} holds no run.", events.IsNewer);
    }

    // The snapshot follows the events a moment later; and of a plan, not every step is worth one.
    RunRecord UpToDate(RunRecord behind) => EventLog.Since(Platform.Files, this[FileNames.Events], Id, behind.Revision) is { } news
        ? news.Aggregate(behind, (record, one) => Projection.Apply(record, one)!)
        : Projection.Of(ReadEvents().Events, behind) ?? behind;

    // A file that was put here from another run tells nothing of this one.
    Stored<T> Own<T>(string name, Stored<T> read, Func<T, string> run) where T : class =>
        read.Value is { } value && run(value) != Id.Text ? new(null, $"{this[name]} is of another run, {run(value)}.") : read;

    WorkerRecord? WorkerAsTold() => Projection.Worker(ReadEvents().Events)
        ?? (ReadSnapshot().Value is { Worker: not null } record ? Projection.Worker(Retelling.Of(record, record.CreatedAt)) : null);

    /// <summary>The record, or an error that says what is wrong with the folder.</summary>
    public RunRecord Require()
    {
        if (!Exists) throw Missing();
        var record = ReadRecord();
        if (record.Value is { } value) return value;
        throw record.IsNewer
            ? Newer()
            : new MillException(MillError.RunDamaged, $"Run {Id} cannot be read: {record.Damage} Try: mill repair {Id}", Id.Text);
    }

    /// <summary>The error for a run of a newer format.</summary>
    public MillException Newer() =>
        new(MillError.NewerFormat, $"Run {Id} was written by a newer version of Mill; update Mill to read it. ({Path})", Id.Text);

    /// <summary>The error for a run that is not there.</summary>
    public MillException Missing() =>
        Platform.Files.Look(Path) is { Kind: FileKind.Folder } && Platform.Files.OwnerOf(Path) is { } owner && owner != Platform.Machine.UserId
            ? new(MillError.RunDamaged, $"Run {Id} cannot be read: {Path} belongs to user {owner}, not to you ({Platform.Machine.UserId}); have it given back to you, or move it away.", Id.Text)
        : Platform.Files.Look(Path) is { } other
            ? new(MillError.RunDamaged, $"Run {Id} cannot be read: {Path} is no folder ({other.Kind}); move it away.", Id.Text)
            : new(MillError.RunNotFound, $"No run has the id {Id}. Try: mill ls", Id.Text);
}
