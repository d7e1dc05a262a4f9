using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>A process that never begins, for a worker to be launched as the child of: once it is ended, the worker is nobody's child, and
/// no kill of everybody below its launcher finds it. It is in a job of its own, so that it goes with its launcher at the latest.</summary>
internal sealed class StandIn : IDisposable
{
    readonly RunJob _job;

    StandIn(RunJob job, SafeWaitHandle handle) => (_job, Handle) = (job, handle);

    /// <summary>The process.</summary>
    public SafeWaitHandle Handle { get; }

    /// <summary>Makes one of a program; null where that cannot be done.</summary>
    public static StandIn? TryMake(string program)
    {
        using var nothing = NullDevice.Open();
        using var stream = new Inheritable(nothing);
        using var creation = new ProcessCreation(stream.Value, stream.Value, stream.Value);
        var made = creation.Start(program, WindowsCommandLine.Of([program]), [], Path.GetPathRoot(Environment.SystemDirectory)!,
            ProcessCreation.Suspended | ProcessCreation.NoConsole, out var error);
        if (error != 0) return null;
        _ = Kernel32.Close(made.Thread);
        var standIn = new StandIn(new RunJob(JobFlags.KillOnClose | JobFlags.ChildrenMayLeave | JobFlags.ChildrenLeave), new SafeWaitHandle(made.Process, ownsHandle: true));
        if (standIn._job.TryTake(made.Process)) return standIn;
        standIn.Dispose();
        return null;
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _ = Kernel32.Terminate(Handle, WindowsProcessHandle.EndedByForce);
        Handle.Dispose();
        _job.Dispose();
    }
}
