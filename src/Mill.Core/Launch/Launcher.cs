using Mill.Platform;
using Mill.Queue;
using Mill.Runs;
using Mill.Store;

namespace Mill.Launch;

/// <summary>Starts runs: checks, writes down, launches the worker, and returns when the process was launched.</summary>
internal sealed class Launcher(HomeFolder home, MillOptions options)
{
    readonly IPlatform _platform = home.Platform;

    /// <summary>What a request comes to, with nothing written.</summary>
    public RunSpec Check(StartRequest request) => Prepared(request).Spec;

    /// <summary>Starts a new run.</summary>
    public RunId Start(StartRequest request, Action<string>? warn = null)
    {
        var (spec, caller, environment, ancestry) = Prepared(request);
        var executable = WorkerExecutable.Find(home, options);
        home.Prepare();
        try
        {
            executable = executable.Settle(home);
            var (folder, life) = Create();
            if (spec.Queue is not null) return Enter(folder, life, spec, request, caller, environment, ancestry, executable, warn);
            // The worker comes to life while its run is written down; it does nothing before it has its orders.
            using var worker = Guarded(folder, () => WaitingWorker.Launch(folder, life, executable, request.CallerExits));
            var record = Guarded(folder, () => WriteDown(folder, spec, request.Program, caller, ancestry));
            worker.Order(record, environment);
            return folder.Id;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failures.OfHome(home, e);
        }
    }

    (RunSpec Spec, IReadOnlyDictionary<string, string> Caller, SortedDictionary<string, string> Environment, Ancestry Ancestry) Prepared(StartRequest request)
    {
        var caller = request.BaseEnvironment ?? Surroundings.All();
        var ancestry = Ancestry.Of(_platform, caller);
        var environment = ProcessEnvironment.Of(_platform.Programs, caller, request.Environment);
        var spec = new RequestCheck(_platform).Check(request, environment, ancestry) with { Queue = QueueCheck.Check(home, request) };
        return (spec, caller, environment, ancestry);
    }

    RunId Enter(
        RunFolder folder, KernelLock life, RunSpec spec, StartRequest request, IReadOnlyDictionary<string, string> caller,
        SortedDictionary<string, string> environment, Ancestry ancestry, WorkerExecutable executable, Action<string>? warn)
    {
        using (life)
        {
            var record = Guarded(folder, () => WriteDown(folder, spec, request.Program, caller, ancestry));
            var begun = false;
            var newcomer = new Newcomer(folder, record, life, environment) { Executable = executable, CallerExits = request.CallerExits, Begins = () => begun = true };
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

    (RunFolder Folder, KernelLock Life) Create()
    {
        while (true)
        {
            var folder = home.Run(RunId.New(_platform.Clock.GetUtcNow()));
            if (!home.Mark(folder.Id)) continue;
            Steps.Reached("start.marked");
            if (!_platform.Files.TryCreateFolder(folder.Path))
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

    RunRecord WriteDown(RunFolder folder, RunSpec spec, ProgramCopy? program, IReadOnlyDictionary<string, string> caller, Ancestry ancestry)
    {
        if (program is not null) ProgramFiles.Write(folder, program);
        using var locked = LockedRun.Take(folder);
        locked.Change(EventDraft.Of(new RunStarted(
            spec, _platform.Clock.GetUtcNow(), _platform.Machine.Host, MillVersion.Text, _platform.Processes.Self)));
        Steps.Reached("start.first-event");
        // Looked at once more: a stop of the outer run that came before its marker was seen would else miss this one.
        Ancestry.CheckAgain(_platform, caller, ancestry);
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
        home.Unmark(folder.Id);
    }
}
