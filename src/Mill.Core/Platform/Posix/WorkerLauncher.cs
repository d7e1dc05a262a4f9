using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>Launches workers.</summary>
internal static class WorkerLauncher
{
    const string Shell = "/bin/sh";

    // The shell leaves the worker to whoever adopts orphans: no child of the launcher's, for tree killers to find or
    // to stay a zombie.
    static readonly string[] s_leaveBehind = [Shell, "-c", "\"$@\" &", "sh"];

    /// <summary>Launches one.</summary>
    public static WorkerLink Launch(WorkerLaunch launch)
    {
        var (orders, toWorker) = PipeEnds.Make();
        var (fromWorker, answers) = PipeEnds.Make();
        var link = new WorkerLink(toWorker, fromWorker);
        try
        {
            using (orders)
            using (answers)
                Start(launch, orders, answers);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    static void Start(WorkerLaunch launch, SafeFileHandle orders, SafeFileHandle answers)
    {
        // Nothing may end the worker before its first instruction: it begins with the signals held that it will read.
        using var request = new SpawnRequest(Signals.Held)
            .GiveNull(0).GiveNull(1).Give(launch.Log, 2)
            .Give(launch.Life.Handle, WorkerDescriptors.Life)
            .Give(orders, WorkerDescriptors.Orders)
            .Give(answers, WorkerDescriptors.Answers)
            .In("/");
        string[] command = [launch.Path, .. launch.Arguments];
        if (launch.LauncherExits) Start(request, launch.Path, command, launch.Environment);
        else StartAndLeave(request, [.. s_leaveBehind, .. command], launch.Environment);
    }

    static void StartAndLeave(SpawnRequest request, string[] command, IReadOnlyList<string> environment)
    {
        var shell = Start(request, Shell, command, environment);
        // Null: a runtime that reaps every child of its own accord was sooner.
        if (ExitStatus.Of(shell) is { Code: not 0 } status)
            throw new MillException(MillError.SystemRefused, $"{Shell} could not start the worker: {status.Words}.");
    }

    static int Start(SpawnRequest request, string path, string[] command, IReadOnlyList<string> environment)
    {
        var pid = request.Start(path, command, environment, out var error);
        return error switch
        {
            0 => pid,
            Errno.NotThere => throw new MillException(MillError.WorkerNotFound, $"{path} cannot be launched: it is not there.", path),
            _ => throw Failure.Refused($"to launch {path}", error),
        };
    }
}

/// <summary>Under which numbers a worker finds what it was handed.</summary>
internal static class WorkerDescriptors
{
    /// <summary>The life lock.</summary>
    public const int Life = 3;
    /// <summary>What the launcher has to say.</summary>
    public const int Orders = 4;
    /// <summary>What the worker answers.</summary>
    public const int Answers = 5;
}
