using Mill.Cancel;
using Mill.Json;
using Mill.Launch;
using Mill.Liveness;
using Mill.Platform;
using Mill.Queue;
using Mill.Runs;
using Mill.Store;

namespace Mill.Resume;

/// <summary>Begins the next generation of a run: same id, same folder, what had not finished runs again.</summary>
internal sealed class Resumer(HomeFolder home, MillOptions options)
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    readonly IPlatform _platform = home.Platform;

    /// <summary>Resumes a run that is over; of two who try at once, one does.</summary>
    public ResumeOutcome Resume(RunId id, ResumeRequest request, Action<string>? warn = null)
    {
        var folder = home.Run(id);
        var record = Resumable(folder);
        var caller = request.BaseEnvironment ?? Surroundings.All();
        var asked = Again.Request(id.Text, record.Spec, request);
        var environment = ProcessEnvironment.Of(_platform.Programs, caller, asked.Environment);
        var ancestry = new Ancestry(record.Spec.ParentId, record.Spec.Depth);
        var spec = WholeSpec.Of(home, asked, environment, ancestry) with
        {
            Program = record.Spec.Program,
            Queue = record.Spec.Queue is { } queue ? queue with { Since = _platform.Clock.GetUtcNow() } : null,
        };
        if (spec is { Queue: not null, SecretNames: [var secret, ..] }) throw new MillException(MillError.SecretNotKept,
            $"Run {id} may have to wait for its turn, and {secret} would have to be kept on disk meanwhile; secrets are not. Start it anew once a slot is free, or with --keep-secrets.", id.Text);
        var tasks = Continuation.Of(record, request.Tasks, request.From, path => File.Exists(path) || Directory.Exists(path));
        if (tasks.Again.Count == 0) throw Nothing(folder, $"Every task of run {id} has finished; there is nothing to resume. Try: mill resume {id} --from TASK, or mill restart {id}");
        var plan = new ResumeOutcome(id.Text, record.Generation + 1, tasks.Kept, tasks.Again, null) { LeftOut = tasks.LeftOut };
        if (request.DryRun) return plan;
        var executable = WorkerExecutable.Find(home, options).Settle(home);
        var life = TakeLife(folder, record);
        try
        {
            EndWhatIsLeft(folder, record);
            var resumed = Commit(folder, record, new RunResumed(spec, MillVersion.Text, tasks.Kept, tasks.Again, tasks.Anew, tasks.LeftOut));
            if (spec.Queue is not null) Enter(new Newcomer(folder, resumed, life, environment) { Executable = executable, CallerExits = request.CallerExits }, warn);
            else Launch(folder, life, resumed, environment, executable, request.CallerExits);
        }
        finally
        {
            _platform.Locks.Release(life);
        }
        return plan with { Run = Viewer.Look(folder) };
    }

    static void Launch(
        RunFolder folder, KernelLock life, RunRecord resumed, Dictionary<string, string> environment, WorkerExecutable executable, bool callerExits)
    {
        using var worker = WaitingWorker.Launch(folder, life, executable, callerExits);
        worker.Order(resumed, environment);
    }

    // It has had its turn; for this one it waits like any other.
    void Enter(Newcomer newcomer, Action<string>? warn)
    {
        if (!new Dispatcher(home, options).Enter(newcomer) && newcomer.LeftOut is { } words) warn?.Invoke(words);
    }

    static RunRecord Resumable(RunFolder folder)
    {
        var run = Viewer.Look(folder);
        return run switch
        {
            { EffectiveStatus: EffectiveStatus.Lost } => throw Nothing(folder, $"Run {run.Id} is lost and not repaired yet. Try: mill repair {run.Id}"),
            { Status: RunStatus.Complete } => throw Nothing(folder, $"Run {run.Id} is complete; there is nothing to resume. Try: mill restart {run.Id}"),
            // What was looked at may be of the generation before the one that is there now.
            { Status: RunStatus.Failed or RunStatus.Cancelled } => folder.Require() is var record && record.Generation == run.Generation ? record : throw Meanwhile(folder),
            { Mismatch: true } => throw Nothing(folder, $"Run {run.Id} has ended and its record is not whole. Try: mill repair {run.Id}"),
            _ => throw new MillException(MillError.RunIsLive, $"Run {run.Id} is {run.Status.Word()}; only what is over can be resumed. Try: mill wait {run.Id}", run.Id),
        };
    }

    KernelLock TakeLife(RunFolder folder, RunRecord record)
    {
        var began = _platform.Clock.GetTimestamp();
        while (_platform.Clock.GetElapsedTime(began) < s_patience)
        {
            if (_platform.Locks.TryTake(folder[FileNames.WorkerLock], create: true) is { } life) return life;
            if (folder.ReadRecord().Value?.Generation != record.Generation) break;
            _platform.Pause(TimeSpan.FromMilliseconds(20));
        }
        throw Nothing(folder, $"Run {folder.Id} is being resumed by somebody else, or its worker still tidies up. Try: mill get {folder.Id}");
    }

    // Nobody has tidied up yet, or somebody is at it: what is still there must not be taken for the next generation's.
    void EndWhatIsLeft(RunFolder folder, RunRecord record)
    {
        if (!home.IsActive(folder.Id) || record is { Status: RunStatus.Failed, Spec.AllowBackground: true }) return;
        new PhysicalStop(folder, record).EndWithoutWorker(TimeSpan.FromMilliseconds(record.Spec.GraceMs));
    }

    RunRecord Commit(RunFolder folder, RunRecord record, RunResumed resumed)
    {
        using var locked = LockedRun.Take(folder);
        if (locked.Record is not { Status: RunStatus.Failed or RunStatus.Cancelled } now || now.Generation != record.Generation) throw Meanwhile(folder);
        home.Mark(folder.Id);
        Steps.Reached("resume.marked");
        Reserve(folder);
        Change(locked, EventDraft.Of(resumed));
        Steps.Reached("resume.committed");
        Generations.MoveAside(folder, record.Generation);
        Steps.Reached("resume.moved");
        return locked.Record!;
    }

    // On a full disk it is refused here, or goes through: half of it would be a run without a worker.
    void Reserve(RunFolder folder)
    {
        try
        {
            folder.MakeReserve();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            home.Unmark(folder.Id);
            throw;
        }
    }

    static void Change(LockedRun locked, EventDraft resumed)
    {
        try
        {
            locked.Change(resumed);
        }
        catch (DiskFullException) when (locked.Folder.GiveReserveUp())
        {
            if (locked.Record is { IsTerminal: false }) locked.Mend();
            else locked.Change(resumed);
        }
    }

    static MillException Meanwhile(RunFolder folder) =>
        Nothing(folder, $"Run {folder.Id} was resumed by somebody else meanwhile. Try: mill get {folder.Id}");

    static MillException Nothing(RunFolder folder, string message) => new(MillError.NothingToResume, message, folder.Id.Text);
}
