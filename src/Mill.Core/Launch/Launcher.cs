using System.Text.Json;
using Mill.Json;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Launch;

/// <summary>Starts runs: checks, writes down, launches the worker, and returns when the process was launched.</summary>
internal sealed class Launcher(HomeFolder home, MillOptions options)
{
    readonly IPlatform _platform = home.Platform;

    /// <summary>Starts a new run.</summary>
    public RunId Start(StartRequest request)
    {
        var caller = request.BaseEnvironment ?? Surroundings.All();
        var ancestry = Ancestry.Of(_platform, caller);
        var environment = ProcessEnvironment.Of(caller, request.Environment);
        var spec = new RequestCheck(_platform).Check(request, environment, ancestry);
        var executable = WorkerExecutable.Find(_platform, options.Executable);
        home.Prepare();
        try
        {
            var (folder, life, record) = Create(spec);
            using (life)
            {
                RefuseIfParentStopped(folder, caller, ancestry);
                Launch(folder, record, life, executable, environment, request.CallerExits);
            }
            return folder.Id;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failures.OfHome(home, e);
        }
    }

    /// <summary>Launches the worker of a run that is pending, with its life lock taken.</summary>
    public void Launch(
        RunFolder folder, RunRecord record, KernelLock life, WorkerExecutable executable,
        SortedDictionary<string, string> environment, bool callerExits)
    {
        var orders = new WorkerOrders(home.Path, folder.Id.Text, record.Generation, record.Spec, [.. environment.Select(one => $"{one.Key}={one.Value}")]);
        byte[] answer;
        using (var log = _platform.Files.OpenToAppend(folder[FileNames.WorkerLog]))
        using (var link = _platform.LaunchWorker(new WorkerLaunch
        {
            Path = executable.Path,
            Arguments = [.. executable.Before, "_worker", "--run-id", folder.Id.Text],
            Environment = ProcessEnvironment.ForWorker(Surroundings.All(), folder.Id, folder.Path),
            Log = log,
            Life = life,
            LauncherExits = callerExits,
        }))
        {
            Steps.Reached("start.worker-launched");
            life.Dispose();
            answer = Talk(link, orders);
        }
        Judge(folder, answer);
    }

    static byte[] Talk(WorkerLink link, WorkerOrders orders)
    {
        try
        {
            link.Send(MillJson.Bytes(orders, MillJson.Write).Span);
            link.DoneSending();
        }
        catch (IOException)
        {
            return []; // The worker is gone already; what it left tells more than a broken pipe.
        }
        Steps.Reached("start.orders-sent");
        return link.ReceiveAll();
    }

    static void Judge(RunFolder folder, byte[] answer)
    {
        if (answer.AsSpan().SequenceEqual(MillJson.Bytes(WorkerReply.Yes, MillJson.Write).Span)) return;
        var reply = answer.Length == 0 ? null : JsonSerializer.Deserialize(answer, MillJson.Default.WorkerReply);
        if (reply is { Message: { } message })
            throw new MillException(Enum.TryParse<MillError>(reply.Code, out var code) ? code : MillError.SpawnFailed, message, folder.Id.Text);
        Repair.EarlyExit.Record(folder);
        throw new MillException(MillError.EarlyExit, $"The worker of run {folder.Id} was gone before it had launched anything. See {folder[FileNames.WorkerLog]}", folder.Id.Text);
    }

    (RunFolder Folder, KernelLock Life, RunRecord Record) Create(RunSpec spec)
    {
        while (true)
        {
            var now = _platform.Clock.GetUtcNow();
            var folder = home.Run(RunId.New(now));
            if (!home.Mark(folder.Id)) continue;
            Steps.Reached("start.marked");
            if (!_platform.Files.TryCreateFolder(folder.Path)) continue;
            Steps.Reached("start.folder");
            try
            {
                var (life, record) = Fill(folder, spec, now);
                return (folder, life, record);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Undo(folder);
                throw;
            }
        }
    }

    (KernelLock Life, RunRecord Record) Fill(RunFolder folder, RunSpec spec, DateTimeOffset now)
    {
        var life = _platform.Locks.TryTake(folder[FileNames.WorkerLock], create: true)
            ?? throw new MillException(MillError.RunBusy, $"Somebody else holds the new run {folder.Id}.", folder.Id.Text);
        try
        {
            Steps.Reached("start.life-lock");
            _platform.Files.TryCreateFolder(folder[FileNames.Logs]);
            using var locked = LockedRun.Take(folder);
            locked.Change(EventDraft.Of(new RunStarted(spec, now, _platform.Machine.Host, MillVersion.Text, _platform.Processes.Self)));
            Steps.Reached("start.first-event");
            return (life, locked.Record!);
        }
        catch
        {
            life.Dispose();
            throw;
        }
    }

    void RefuseIfParentStopped(RunFolder folder, IReadOnlyDictionary<string, string> caller, Ancestry ancestry)
    {
        try
        {
            Ancestry.CheckAgain(_platform, caller, ancestry);
        }
        catch (MillException)
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
