using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>
/// Launches workers: their orders come by standard input, their answers go by standard output, their last words by standard error to
/// their log. The life lock is put into their hands once they are there, and where it is comes before the orders.
/// </summary>
internal static unsafe class WindowsWorkerLauncher
{
    const uint Detached = ProcessCreation.NoConsole | ProcessCreation.OwnGroup;

    /// <summary>Launches one.</summary>
    public static WorkerLink Launch(WorkerLaunch launch, WindowsProcesses processes)
    {
        var (orders, toWorker) = Pipe();
        var (fromWorker, answers) = Pipe();
        var link = new WorkerLink(toWorker, fromWorker);
        try
        {
            using (orders)
            using (answers)
                HandOver(launch, Start(launch, orders, answers, processes), toWorker);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    static NewProcess Start(WorkerLaunch launch, SafeFileHandle orders, SafeFileHandle answers, WindowsProcesses processes)
    {
        using var standIn = launch.LauncherExits ? null : StandIn.TryMake(launch.Path);
        if (!OuterJob.IsThere) return Start(launch, orders, answers, Detached, standIn?.Handle, out var error) ?? throw NotLaunched(launch, error);
        if (Start(launch, orders, answers, Detached | ProcessCreation.LeaveJob, standIn?.Handle, out var refused) is { } free) return free;
        if (refused != Win32Error.AccessDenied) throw NotLaunched(launch, refused);
        // The job of a run lets nobody leave: its worker, which is outside, becomes the parent of the one inside.
        using var outside = WorkerOutside(processes);
        if (outside is not null && Start(launch, orders, answers, Detached, outside, out _) is { } moved) return moved;
        // The worker says itself what may end it then.
        return Start(launch, orders, answers, Detached, standIn?.Handle, out var last) ?? throw NotLaunched(launch, last);
    }

    static NewProcess? Start(WorkerLaunch launch, SafeFileHandle orders, SafeFileHandle answers, uint flags, SafeWaitHandle? parent, out int error)
    {
        var owner = parent?.DangerousGetHandle() ?? Kernel32.Self;
        using var input = new Inheritable(orders, owner);
        using var output = new Inheritable(answers, owner);
        using var log = new Inheritable(launch.Log, owner);
        using var creation = new ProcessCreation(input.Value, output.Value, log.Value, parent is null ? 0 : owner);
        var made = creation.Start(launch.Path, WindowsCommandLine.Of([launch.Path, .. launch.Arguments]), launch.Environment,
            Path.GetPathRoot(Environment.SystemDirectory)!, flags, out error);
        return error == 0 ? made : null;
    }

    static SafeWaitHandle? WorkerOutside(WindowsProcesses processes)
    {
        foreach (var ancestor in processes.Ancestors())
        {
            if (!StopEvent.Has(ancestor) || OuterJob.Has(ancestor.Pid)) continue;
            var handle = Kernel32.OpenProcess(ProcessRights.ToBeParent, 0, ancestor.Pid);
            if (!handle.IsInvalid) return handle;
            handle.Dispose();
        }
        return null;
    }

    // One that is gone already answers nothing, which is answer enough.
    static void HandOver(WorkerLaunch launch, NewProcess made, SafeFileHandle toWorker)
    {
        _ = Kernel32.Close(made.Thread);
        using var process = new SafeWaitHandle(made.Process, ownsHandle: true);
        Span<byte> place = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(place, Inheritable.Give(launch.Life.Handle, made.Process));
        try
        {
            Current.Streams.WriteToPipe(toWorker, place);
        }
        catch (IOException) { }
    }

    static MillException NotLaunched(WorkerLaunch launch, int error) => Win32Error.IsMissing(error)
        ? new MillException(MillError.WorkerNotFound, $"{launch.Path} cannot be launched: it is not there.", launch.Path)
        : WindowsFailure.Refused($"to launch {launch.Path}", error);

    static (SafeFileHandle Reading, SafeFileHandle Writing) Pipe() =>
        Kernel32.MakePipe(out var reading, out var writing, null, 0) != 0 ? (reading, writing) : throw WindowsFailure.Refused("a pipe");
}
