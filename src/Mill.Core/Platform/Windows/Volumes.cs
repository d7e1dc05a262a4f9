namespace Mill.Platform.Windows;

/// <summary>File systems.</summary>
internal static unsafe class Volumes
{
    const int Room = 1024;
    const uint OnAnotherMachine = 4; // DRIVE_REMOTE
    const string Share = "a network share";

    /// <summary>What the one below a path can do, whether the path is there yet or not.</summary>
    public static FileSystemFacts Below(string path)
    {
        var volume = Root(path);
        ulong free;
        if (Kernel32.FreeSpace(volume, &free, null, null) == 0) throw WindowsFailure.Of("looked at", path);
        var isElsewhere = IsElsewhere(volume);
        return new FileSystemFacts(isElsewhere ? Share : Kind(volume), !isElsewhere, (long)Math.Min(free, long.MaxValue), RunsPrograms: true);
    }

    /// <summary>Why locks below a path cannot be trusted; null when they can.</summary>
    public static string? WithoutLocks(string path) => IsElsewhere(Root(path)) ? Share : null;

    static bool IsElsewhere(string volume) => Kernel32.KindOfDrive(volume) == OnAnotherMachine;

    static string Root(string path)
    {
        var root = stackalloc char[Room];
        return Kernel32.VolumeOf(Path.GetFullPath(path), root, Room) != 0 ? new string(root) : throw WindowsFailure.Of("looked at", path);
    }

    static string Kind(string volume)
    {
        var name = stackalloc char[Room];
        return Kernel32.Volume(volume, null, 0, null, null, null, name, Room) != 0 ? new string(name) : "unknown";
    }
}
