using Mill.Platform;
using Mill.Queue;
using Mill.Runs;
using Mill.Settings;
using Mill.Store;

namespace Mill.Launch;

/// <summary>Starts runs: checks, writes down, launches the worker, and returns when the process was launched.</summary>
internal sealed class Launcher(HomeFolder home, MillOptions options)
{
    readonly IPlatform _platform = home.Platform;

    /// <summary>What a request comes to, with nothing written.</summary>
    public RunSpec Check(StartRequest request) => Prepare(request).Spec;

    /// <summary>Starts a new run.</summary>
    public RunId Start(StartRequest request, Action<string>? warn = null)
    {
        var prepared = Prepare(request);
        var executable = WorkerExecutable.Find(home, options);
        home.Prepare();
        try
        {
            executable = executable.Settle(home);
            if (warn is not null && !request.CallerStays && SessionOwner.Warning(prepared.Environment, _platform) is { } owned) warn(owned);
            var (folder, life) = Create();
            if (prepared.Spec.Queue is not null) return Enter(folder, life, prepared, executable, warn);
            // The worker comes to life while its run is written down; it does nothing before it has its orders.
            using var worker = Guarded(folder, () => WaitingWorker.Launch(folder, life, executable, request.CallerExits));
            var record = Guarded(folder, () => WriteDown(folder, prepared));
            worker.Order(record, prepared.Environment);
            return folder.Id;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failures.OfHome(home, e);
        }
    }

    Prepared Prepare(StartRequest given)
    {
        var request = given.Plan is { } plan ? WithPlans(given, plan) : given;
        var caller = request.BaseEnvironment ?? Surroundings.All();
        var settings = request.IgnoreSettings ? SettingsInForce.None : new SettingsSearch(home).Find(request.WorkingDirectory ?? request.CallerDirectory);
        var asked = new Composition(settings, home.Path).Of(request);
        var ancestry = Ancestry.Of(_platform, caller, settings.Depth);
        var environment = ProcessEnvironment.Of(_platform.Programs, caller, asked.Environment);
        var spec = WholeSpec.Of(home, asked, environment, ancestry) with { Queue = QueueCheck.Check(home, asked) };
        return new Prepared(asked, spec, caller, environment, ancestry);
    }

    // Not before it is known whether there is a slot is a worker launched: a run that waits costs no process.
    RunId Enter(RunFolder folder, KernelLock life, Prepared prepared, WorkerExecutable executable, Action<string>? warn)
    {
        using (life)
        {
            var record = Guarded(folder, () => WriteDown(folder, prepared));
            var begun = false;
            var newcomer = new Newcomer(folder, record, life, prepared.Environment)
            {
                Executable = executable,
                CallerExits = prepared.Request.CallerExits,
                Begins = () => begun = true,
            };
            try
            {
                if (!new Dispatcher(home, options).Enter(newcomer) && newcomer.LeftOut is { } words) warn?.Invoke(words);
                return folder.Id;
            }
            catch (Exception e) when (!begun && e is IOException or UnauthorizedAccessException or MillException)
            {
                Undo(folder);
                throw;
            }
        }
    }

    // What a plan says of its run counts where nobody says otherwise.
    static StartRequest WithPlans(StartRequest request, PlanRequest plan) => request with
    {
        Name = request.Name ?? plan.Name,
        WorkingDirectory = plan.WorkingDirectory is null ? request.WorkingDirectory : request.WorkingDirectory ?? FolderOf(plan),
        Timeout = request.Timeout ?? plan.Timeout,
        Tags = Layers.Over(request.Tags, plan.Tags),
    };

    static string FolderOf(PlanRequest plan) => plan.Origin is { } file
        ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, plan.WorkingDirectory!)
        : plan.WorkingDirectory!;

    (RunFolder Folder, KernelLock Life) Create()
    {
        while (true)
        {
            var folder = home.Run(RunId.New(_platform.Clock.GetUtcNow()));
            if (!home.Mark(folder.Id)) continue;
            Steps.Reached("start.marked");
            if (!Guarded(folder, () => _platform.Files.TryCreateFolder(folder.Path)))
            {
                home.Unmark(folder.Id);
                continue;
            }
            Steps.Reached("start.folder");
            return (folder, Guarded(folder, () => TakeLife(folder)));
        }
    }

    KernelLock TakeLife(RunFolder folder)
    {
        var life = _platform.Locks.TryTake(folder[FileNames.WorkerLock], create: true)
            ?? throw new MillException(MillError.RunBusy, $"Somebody else holds the new run {folder.Id}.", folder.Id.Text);
        Steps.Reached("start.life-lock");
        return life;
    }

    RunRecord WriteDown(RunFolder folder, Prepared prepared)
    {
        // A run that waits has no worker that makes it, and may be stopped or repaired before it has one.
        _platform.Files.TryCreateFolder(folder[FileNames.Logs]);
        if (prepared.Request.Program is { } program) ProgramFiles.Write(folder, program);
        Steps.Reached("start.program-kept");
        // A start finds room for its failure too, or is refused before there is a run. One that waits keeps no room meanwhile.
        if (prepared.Spec.Queue is null) folder.MakeReserve();
        Steps.Reached("start.reserved");
        using var locked = LockedRun.Take(folder);
        locked.Change(EventDraft.Of(new RunStarted(
            prepared.Spec, _platform.Clock.GetUtcNow(), _platform.Machine.Host, MillVersion.Text, _platform.Processes.Self)));
        Steps.Reached("start.first-event");
        // Looked at once more: a stop of the outer run that came before its marker was seen would else miss this one.
        Ancestry.CheckAgain(_platform, prepared.Caller, prepared.Ancestry);
        return locked.Record!;
    }

    // What fails before the worker has its orders has never been.
    T Guarded<T>(RunFolder folder, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MillException)
        {
            Undo(folder);
            throw;
        }
    }

    void Undo(RunFolder folder)
    {
        _platform.Files.DeleteTree(folder.Path);
        Steps.Reached("start.undone");
        home.Unmark(folder.Id);
    }

    sealed record Prepared(
        StartRequest Request, RunSpec Spec, IReadOnlyDictionary<string, string> Caller, Dictionary<string, string> Environment, Ancestry Ancestry);
}
