namespace Mill.Platform.Windows;

/// <summary>File systems.</summary>
internal static unsafe class Volumes
{
    const int Room = 1024;
    const uint OnAnotherMachine = 4; // DRIVE_REMOTE

    /// <summary>What the one below a path can do, whether the path is there yet or not.</summary>
    public static FileSystemFacts Below(string path)
    {
        var root = stackalloc char[Room];
        if (Kernel32.VolumeOf(Path.GetFullPath(path), root, Room) == 0) throw WindowsFailure.Of("looked at", path);
        var volume = new string(root);
        var name = stackalloc char[Room];
        var isKnown = Kernel32.Volume(volume, null, 0, null, null, null, name, Room) != 0;
        ulong free;
        if (Kernel32.FreeSpace(volume, &free, null, null) == 0) throw WindowsFailure.Of("looked at", path);
        var isElsewhere = Kernel32.KindOfDrive(volume) == OnAnotherMachine;
        return new FileSystemFacts(isElsewhere ? "a network share" : isKnown ? new string(name) : "unknown", !isElsewhere, (long)Math.Min(free, long.MaxValue), RunsPrograms: true);
    }
}
