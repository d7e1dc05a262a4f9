namespace Mill.Platform.Posix;

/// <summary>Launches the processes of a run.</summary>
internal static class ProcessLauncher
{
    const int BadExecutable = 85, BadArchitecture = 86, BadMachO = 88; // EBADEXEC, EBADARCH, EBADMACHO of macOS, sys/errno.h

    /// <summary>Launches one; its pid.</summary>
    public static int Launch(ProcessLaunch launch)
    {
        using var request = new SpawnRequest(default)
            .GiveNull(0).Give(launch.Out, 1).Give(launch.Err, 2)
            .In(launch.WorkingDirectory);
        var pid = request.Start(launch.Path, launch.Arguments, launch.Environment, out var error, launch.OpenFilesLimit);
        return error == 0 ? pid : throw new MillException(
            MillError.SpawnFailed, $"{launch.Path} cannot be launched: {Why(error, launch)}.", launch.Path);
    }

    static string Why(int error, ProcessLaunch launch) => error switch
    {
        Errno.NotExecutable => $"{Failure.Words(error)} (ENOEXEC): it has no #! line and is no program for this machine",
        Errno.TooLong => $"{Failure.Words(error)} (E2BIG): its arguments and environment take more room than the system gives",
        Errno.BeingWritten => $"{Failure.Words(error)} (ETXTBSY): somebody is still writing the file",
        Errno.NotThere => $"{Failure.Words(error)} (ENOENT): {WhatIsMissing(launch)}",
        Errno.NotAFolder => $"{Failure.Words(error)} (ENOTDIR): {WhatIsMissing(launch)}",
        Errno.NoAccess => $"{Failure.Words(error)} (EACCES): {WhatIsForbidden(launch)}",
        _ when OperatingSystem.IsMacOS() && error is BadExecutable or BadArchitecture or BadMachO =>
            $"{Failure.Words(error)} (error {error}): it is no program for this machine, or damaged",
        _ => $"{Failure.Words(error)} (error {error})",
    };

    static string WhatIsMissing(ProcessLaunch launch)
    {
        if (!FolderIsThere(launch)) return $"its folder {launch.WorkingDirectory} is missing";
        return Status.TryFollow(launch.Path, out _)
            ? "the file is there, but the interpreter in its #! line, or its loader, is missing"
            : "there is no such file";
    }

    static string WhatIsForbidden(ProcessLaunch launch)
    {
        if (!Current.Platform.Files.MayEnter(launch.WorkingDirectory))
            return $"its folder {launch.WorkingDirectory} cannot be entered";
        return Status.TryFollow(launch.Path, out var status) && status.Kind == FileKind.Folder
            ? "it is a folder"
            : "the file, or the interpreter in its #! line, is not marked as executable for this user";
    }

    static bool FolderIsThere(ProcessLaunch launch) =>
        Status.TryFollow(launch.WorkingDirectory, out var status) && status.Kind == FileKind.Folder;
}
