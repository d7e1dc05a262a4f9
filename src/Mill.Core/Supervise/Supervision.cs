using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
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

    readonly IPlatform _platform = folder.Platform;
    readonly StepLog _log = new(folder.Platform, folder[FileNames.WorkerLog]);

    /// <summary>Whether it came to its run; of one that did not, the launcher records the end.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Lives. Returns the exit code of the worker itself, which nobody waits for.</summary>
    public int Live()
    {
        Duties? duties = null;
        Conductor? conductor = null;
        try
        {
            Introduce();
            duties = new Duties(folder, orders.Generation, supervisor, _log);
            var record = folder.Require();
            conductor = new Conductor(folder, orders, supervisor, duties, _log, record);
            HasBegun = true;
            if (Begin(record, duties, conductor)) Conduct(duties, conductor);
            return 0;
        }
        catch (Exception e)
        {
            // Anything: the run must not hang in the air because its worker has a fault.
            _log.Say($"the worker failed: {e}");
            if (duties is null || conductor is null) return 1; // Its launcher hears no answer, and records that.
            Answer(false, MillError.EarlyExit, $"The worker of run {folder.Id} failed: {e.Message} See {folder[FileNames.WorkerLog]}");
            Ending(duties, conductor).RecordFault(e);
            return 1;
        }
        finally
        {
            duties?.Dispose();
            inherited.Life.Dispose();
            inherited.ToLauncher.Dispose(); // Not before: a launcher that hears no answer looks whether the life lock is held.
        }
    }

    Ending Ending(Duties duties, Conductor conductor) => new(folder, orders, supervisor, duties, conductor, _log);

    void Conduct(Duties duties, Conductor conductor)
    {
        if (GoesOn(duties, conductor)) Step(duties, conductor, s_settled);
        // A short run has ended by now; a long one is waited for in as little memory as can be.
        if (GoesOn(duties, conductor) && !RuntimeFeature.IsDynamicCodeCompiled) _platform.ForgetStartup();
        while (GoesOn(duties, conductor)) Step(duties, conductor);
        Ending(duties, conductor).Record();
    }

    static bool GoesOn(Duties duties, Conductor conductor) => !duties.StopSeen && !conductor.IsOver;

    static void Step(Duties duties, Conductor conductor, TimeSpan? atMost = null)
    {
        duties.Step(atMost);
        if (!duties.StopSeen) conductor.Advance();
    }

    void Introduce()
    {
        var self = _platform.Processes.Self;
        supervisor.Mark(folder.Id.Text, folder.Path);
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
        }, Forms.Of);
        folder.Json.Write(folder[FileNames.WorkerPid], Encoding.ASCII.GetBytes(self.Pid.ToString(CultureInfo.InvariantCulture) + "\n"));
        folder.MakeReserve();
        _log.Say($"worker {self.Pid} of Mill {MillVersion.Text} began generation {orders.Generation}");
        if (inherited.Caveat is { } caveat) _log.Say(caveat);
        Steps.Reached("worker.introduced");
    }

    // False where there is nothing to go on with, and that is recorded.
    bool Begin(RunRecord record, Duties duties, Conductor conductor)
    {
        if (record.IsTerminal || record.Generation != orders.Generation)
        {
            duties.StopSeen = true;
            Answer(false, MillError.NothingToResume, $"Run {folder.Id} was stopped before it was launched.");
            return true;
        }
        try
        {
            var begun = conductor.Begin();
            Steps.Reached("worker.announced");
            if (begun) return Answer(true);
            duties.StopSeen = true;
            Answer(false, MillError.NothingToResume, $"Run {folder.Id} was stopped while it was being launched.");
            return true;
        }
        catch (MillException e) when (record.Spec.Plan is null && e.Code is MillError.SpawnFailed or MillError.CommandNotFound or MillError.CommandNotExecutable)
        {
            Ending(duties, conductor).RecordUnlaunched(new SpawnId(record.Tasks[0].Name, record.Tasks[0].Attempts + 1), e.Message);
            return Answer(false, e.Code, e.Message);
        }
    }

    bool Answer(bool launched, MillError? code = null, string? message = null)
    {
        var reply = launched ? WorkerReply.Yes : new WorkerReply(false, code?.ToString(), message);
        try
        {
            Pipes.WriteAll(inherited.ToLauncher, MillJson.Bytes(reply, Forms.Of).Span);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            if (e is IOException) _log.Say("the launcher went away before it was answered"); // Disposed: it was answered before.
        }
        inherited.ToLauncher.Dispose();
        return launched;
    }
}
