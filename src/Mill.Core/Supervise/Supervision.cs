using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Mill.Json;
using Mill.Launch;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>A worker's life: it introduces itself, launches, watches, and records the end.</summary>
internal sealed class Supervision(RunFolder folder, WorkerOrders orders, Inheritance inherited, ISupervisor supervisor)
{
    static readonly TimeSpan s_settled = TimeSpan.FromMilliseconds(100);
    const int ReserveBytes = 64 << 10;

    readonly IPlatform _platform = folder.Platform;
    readonly StepLog _log = new(folder.Platform, folder[FileNames.WorkerLog]);

    /// <summary>Lives. Returns the exit code of the worker itself, which nobody waits for.</summary>
    public int Live()
    {
        Duties? duties = null;
        try
        {
            Introduce();
            duties = new Duties(folder, orders.Generation, supervisor, _log);
            if (Launch(duties))
                Watch(duties);
            new Ending(folder, orders, supervisor, duties, _log).Record();
            return 0;
        }
        catch (Exception e)
        {
            // Anything: the run must not hang in the air because its worker has a fault.
            _log.Say($"the worker failed: {e}");
            if (duties is null) return 1; // Its launcher hears no answer, and records that.
            Answer(false, MillError.EarlyExit, $"The worker of run {folder.Id} failed: {e.Message} See {folder[FileNames.WorkerLog]}");
            new Ending(folder, orders, supervisor, duties, _log).RecordFault(e);
            return 1;
        }
        finally
        {
            duties?.Spawn?.Logs.Dispose();
            duties?.Dispose();
            inherited.Life.Dispose();
        }
    }

    void Watch(Duties duties)
    {
        if (duties.GoesOn) duties.Step(s_settled);
        // A short run has ended by now; a long one is waited for in as little memory as can be.
        if (duties.GoesOn && !RuntimeFeature.IsDynamicCodeCompiled) _platform.ForgetStartup();
        while (duties.GoesOn) duties.Step();
    }

    void Introduce()
    {
        var self = _platform.Processes.Self;
        folder.Json.Write(folder[FileNames.Worker], new WorkerRecord
        {
            RunId = orders.RunId,
            Generation = orders.Generation,
            Process = self,
            Lock = inherited.Life.File,
            Host = _platform.Machine.Host,
            Version = MillVersion.Text,
            CommandLine = Environment.GetCommandLineArgs(),
            StartedAt = _platform.Clock.GetUtcNow(),
        }, MillJson.Write);
        folder.Json.Write(folder[FileNames.WorkerPid], Encoding.ASCII.GetBytes(self.Pid.ToString(CultureInfo.InvariantCulture) + "\n"));
        folder.Json.Write(folder[FileNames.Reserve], new byte[ReserveBytes]);
        _log.Say($"worker {self.Pid} of Mill {MillVersion.Text} began generation {orders.Generation}");
        if (inherited.Caveat is { } caveat) _log.Say(caveat);
        Steps.Reached("worker.introduced");
    }

    bool Launch(Duties duties)
    {
        var record = folder.Require();
        if (record.IsTerminal || record.Generation != orders.Generation)
        {
            duties.StopSeen = true;
            return Answer(false, MillError.NothingToResume, $"Run {folder.Id} was stopped before it was launched.");
        }
        var id = new SpawnId(SpawnId.MainTask, record.Tasks[0].Attempts + 1);
        try
        {
            var spawn = Launch(record, id);
            duties.Begin(spawn.Spawn);
            Steps.Reached("worker.launched");
            return Announce(duties, spawn.Spawn, spawn.Limits);
        }
        catch (MillException e) when (e.Code is MillError.SpawnFailed or MillError.CommandNotFound or MillError.CommandNotExecutable)
        {
            new Ending(folder, orders, supervisor, duties, _log).RecordUnlaunched(id, e.Message);
            return Answer(false, e.Code, e.Message);
        }
    }

    (LaunchedSpawn Spawn, LimitsInForce? Limits) Launch(RunRecord record, SpawnId id)
    {
        var spec = record.Spec;
        var gaps = new Gaps(folder, orders, id);
        string[] arguments = spec.Program is { } program ? [.. gaps.Fill(spec.Arguments), ProgramFiles.Entry(folder, program)] : [.. gaps.Fill(spec.Arguments)];
        var logs = new LiveLogs(folder, id, spec);
        _platform.Files.TryCreateFolder(folder[FileNames.Sessions]);
        var limits = supervisor.Limit(spec.MemoryLimitBytes, spec.CpuLimit);
        var process = supervisor.Launch(new ProcessLaunch
        {
            Path = spec.LineBuffered ? Stdbuf(spec) : spec.Path,
            Arguments = spec.LineBuffered ? ["stdbuf", "-oL", "-eL", spec.Path, .. arguments] : [spec.Command, .. arguments],
            Environment = ProcessEnvironment.ForSpawn(_platform.Programs, gaps.Variables(), record, id, orders.Home, folder.Path,
                folder[$"{FileNames.Sessions}/{id}.jsonl"], WorkerExecutable.Own(_platform.Files)),
            WorkingDirectory = spec.WorkingDirectory,
            Out = logs.Out,
            Err = logs.Err,
            OpenFilesLimit = spec.OpenFilesLimit,
        });
        _log.Say($"launched {id} as process {process.Pid}: {spec.Path}");
        var deadline = spec.TimeoutMs is { } ms ? new Deadline(_platform.Machine.BootId, Liveness.Ages.BootMs(_platform) + ms) : null;
        return (new LaunchedSpawn(id, process, logs, new Limits(spec, deadline), limits?.Memory == "watched", _platform.Clock.GetUtcNow()), limits);
    }

    string Stdbuf(RunSpec spec) => new CommandLookup(_platform).Find("stdbuf", [], spec.WorkingDirectory,
        orders.Variables().FirstOrDefault(one => ProcessEnvironment.Is(_platform.Programs, one, "PATH"))?[5..]);

    bool Announce(Duties duties, LaunchedSpawn spawn, LimitsInForce? limits)
    {
        var begun = Record(duties, spawn, limits);
        Steps.Reached("worker.announced");
        if (!begun)
        {
            duties.StopSeen = true;
            return Answer(false, MillError.NothingToResume, $"Run {folder.Id} was stopped while it was being launched.");
        }
        return Answer(true);
    }

    bool Record(Duties duties, LaunchedSpawn spawn, LimitsInForce? limits)
    {
        EventDraft[] begun =
        [
            EventDraft.Of(new WorkerStarted(_platform.Processes.Self, _platform.Machine.Host, MillVersion.Text)),
            EventDraft.Of(new SpawnStarted(spawn.Id.ToString(), spawn.Id.Task, spawn.Id.Attempt, spawn.Process, spawn.Limits.Deadline, limits)),
            EventDraft.Of(new StatusChanged(RunStatus.Running)),
        ];
        using var locked = duties.TakeLock();
        try
        {
            if (locked?.Change(begun) is not true) return false;
            duties.Known = locked.Record;
            return true;
        }
        catch (DiskFullException) when (_platform.Files.Delete(folder[FileNames.Reserve]))
        {
            // A process can fill the disk before it is recorded that it was launched.
            return locked!.Record is { Status: RunStatus.Running } ? locked.Mend() : locked.Change(begun);
        }
    }

    bool Answer(bool launched, MillError? code = null, string? message = null)
    {
        var reply = launched ? WorkerReply.Yes : new WorkerReply(false, code?.ToString(), message);
        try
        {
            Pipes.WriteAll(inherited.ToLauncher, MillJson.Bytes(reply, MillJson.Write).Span);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            if (e is IOException) _log.Say("the launcher went away before it was answered"); // Disposed: it was answered before.
        }
        inherited.ToLauncher.Dispose();
        return launched;
    }
}
