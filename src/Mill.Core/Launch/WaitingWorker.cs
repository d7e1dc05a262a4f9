using Mill.Json;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Launch;

/// <summary>A worker that was launched and waits for its orders. Let go without any, it ends and leaves nothing.</summary>
internal sealed class WaitingWorker : IDisposable
{
    readonly RunFolder _folder;
    readonly WorkerLink _link;

    WaitingWorker(RunFolder folder, WorkerLink link) => (_folder, _link) = (folder, link);

    /// <summary>Launches it with the life lock, which is its own from here on.</summary>
    public static WaitingWorker Launch(RunFolder folder, KernelLock life, WorkerExecutable executable, bool callerExits)
    {
        using (life)
        {
            var files = folder.Platform.Files;
            files.TryCreateFolder(folder[FileNames.Logs]);
            using var log = files.OpenToAppend(folder[FileNames.WorkerLog]);
            var link = Launch(folder, new WorkerLaunch
            {
                Path = executable.Path,
                Arguments = [.. executable.Before, "_worker", "--run-id", folder.Id.Text],
                Environment = ProcessEnvironment.ForWorker(folder.Platform.Programs, Surroundings.All(), folder.Id, folder.Path, executable.DotnetRoot),
                Log = log,
                Life = life,
                LauncherExits = callerExits,
            });
            Steps.Reached("start.worker-launched");
            return new WaitingWorker(folder, link);
        }
    }

    static WorkerLink Launch(RunFolder folder, WorkerLaunch launch)
    {
        try
        {
            return folder.Platform.LaunchWorker(launch);
        }
        catch
        {
            folder.Platform.Locks.Release(launch.Life); // Nobody has it now.
            throw;
        }
    }

    /// <summary>Gives it its orders, and returns when the process was launched.</summary>
    public void Order(RunRecord record, IEnumerable<KeyValuePair<string, string>> environment) =>
        Judge(Talk(WorkerOrders.Of(_folder.Home.Path, record, environment.Select(one => $"{one.Key}={one.Value}").ToArray())), record.Generation);

    /// <summary>Lets go of it.</summary>
    public void Dispose() => _link.Dispose();

    byte[] Talk(WorkerOrders orders)
    {
        try
        {
            _link.Send(MillJson.Bytes(orders, Forms.Of).Span);
            _link.DoneSending();
        }
        catch (IOException)
        {
            return []; // The worker is gone already; what it left tells more than a broken pipe.
        }
        Steps.Reached("start.orders-sent");
        return _link.ReceiveAll();
    }

    void Judge(byte[] answer, int generation)
    {
        if (answer.AsSpan().SequenceEqual(MillJson.Bytes(WorkerReply.Yes, Forms.Of).Span)) return;
        var reply = answer.Length == 0 ? null : MillJson.Read<WorkerReply>(answer, Forms.Of);
        if (reply is { Message: { } message })
            throw new MillException(Enum.TryParse<MillError>(reply.Code, out var code) ? code : MillError.SpawnFailed, message, _folder.Id.Text);
        var when = Repair.EarlyExit.Record(_folder, generation);
        throw new MillException(MillError.EarlyExit, $"The worker of run {_folder.Id} was gone {when}. See {_folder[FileNames.WorkerLog]}", _folder.Id.Text);
    }
}
