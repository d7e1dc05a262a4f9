using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>Launches the processes of a run.</summary>
internal static unsafe class WindowsProcessLauncher
{
    // No right to write anywhere but at the end: whatever the process does, nothing that was written is written over.
    const uint ToAppend = FileRights.AppendData | FileRights.ReadAttributes | FileRights.Synchronize;

    /// <summary>Launches one into a job; its pid, and a handle on it.</summary>
    public static (int Pid, SafeWaitHandle Handle) Launch(ProcessLaunch launch, RunJob job)
    {
        var (program, line) = Interpreters.Of(launch.Path, launch.Arguments);
        using var nothing = NullDevice.Open();
        using var input = new Inheritable(nothing);
        using var output = new Inheritable(launch.Out, access: ToAppend);
        using var error = new Inheritable(launch.Err, access: ToAppend);
        using var creation = new ProcessCreation(input.Value, output.Value, error.Value);
        var made = creation.Start(program, line, launch.Environment, launch.WorkingDirectory,
            ProcessCreation.Suspended | ProcessCreation.OwnGroup | ProcessCreation.HiddenConsole, out var failure);
        if (failure != 0) throw Failed(launch, Why(failure, launch));
        var handle = new SafeWaitHandle(made.Process, ownsHandle: true);
        Begin(launch, job, made, handle);
        return (made.Pid, handle);
    }

    // It begins only once it is in the job: nothing that it starts can be outside.
    static void Begin(ProcessLaunch launch, RunJob job, NewProcess made, SafeWaitHandle handle)
    {
        var isIn = job.TryTake(made.Process) && Kernel32.Resume(made.Thread) != uint.MaxValue;
        var failure = WindowsFailure.Last;
        _ = Kernel32.Close(made.Thread);
        if (isIn) return;
        _ = Kernel32.Terminate(handle, WindowsProcessHandle.EndedByForce);
        handle.Dispose();
        throw Failed(launch, $"it cannot be put into the run's job: {WindowsFailure.Words(failure)} (error {failure})");
    }

    static MillException Failed(ProcessLaunch launch, string why) =>
        new(MillError.SpawnFailed, $"{launch.Path} cannot be launched: {why}.", launch.Path);

    static string Why(int error, ProcessLaunch launch) => $"{WindowsFailure.Words(error)} (error {error})" + error switch
    {
        Win32Error.DirectoryIsNoFolder => $": its folder {launch.WorkingDirectory} is missing",
        Win32Error.FileNotFound or Win32Error.PathNotFound => Directory.Exists(launch.WorkingDirectory)
            ? ": there is no such file" : $": its folder {launch.WorkingDirectory} is missing",
        Win32Error.BadExeFormat => ": it is no program for this machine",
        Win32Error.FilenameTooLong => ": its arguments take more room than the system gives",
        Win32Error.ElevationRequired => ": it wants to be run as an administrator",
        _ => "",
    };
}
