using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>One launch by <c>posix_spawn</c>: a session of its own, default signals, and only the descriptors that
/// are given.</summary>
internal sealed unsafe class SpawnRequest : IDisposable
{
    // The largest of the C libraries' structures: glibc's and musl's attributes take 336 bytes, file actions 80.
    const int StructureSize = 512;
    const int NullDeviceFlags = 2;

    readonly void* _actions = NativeMemory.AllocZeroed(StructureSize);
    readonly void* _attributes = NativeMemory.AllocZeroed(StructureSize);
    readonly List<SafeFileHandle> _moved = [];

    /// <summary>Begins a request.</summary>
    /// <param name="blocked">The signals that the child begins with blocked.</param>
    public SpawnRequest(SignalSet blocked)
    {
        Must(LibcSpawn.InitActions(_actions));
        Must(LibcSpawn.InitAttributes(_attributes));
        var all = SignalSet.All;
        Must(LibcSpawn.SetDefaults(_attributes, &all));
        Must(LibcSpawn.SetMask(_attributes, &blocked));
        Must(LibcSpawn.SetFlags(_attributes, (short)(SpawnFlags.Session | SpawnFlags.Defaults | SpawnFlags.Mask | SpawnFlags.OnlyGiven)));
    }

    /// <summary>Gives the child a descriptor under a number.</summary>
    public SpawnRequest Give(SafeFileHandle source, int number)
    {
        // Put onto its own number a descriptor would stay close-on-exec, and one target may be another's source.
        var moved = DescriptorFlags.DuplicateHigh(source);
        _moved.Add(moved);
        Must(LibcSpawn.AddDuplicate(_actions, (int)moved.DangerousGetHandle(), number));
        return this;
    }

    /// <summary>Gives the child the null device under a number.</summary>
    public SpawnRequest GiveNull(int number)
    {
        Must(LibcSpawn.AddOpen(_actions, number, "/dev/null", NullDeviceFlags, 0));
        return this;
    }

    /// <summary>Starts the child in a folder.</summary>
    public SpawnRequest In(string folder)
    {
        Must(LibcSpawn.AddFolder(_actions, folder));
        return this;
    }

    /// <summary>Launches, with a soft limit of open files of its own; the error is 0 when it went well.</summary>
    public int Start(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, out int error, long? openFiles = null)
    {
        using var file = new CStrings([path]);
        using var argv = new CStrings(arguments);
        using var envp = new CStrings(environment);
        int pid;
        using (OpenFiles.Lower(openFiles)) error = LibcSpawn.Spawn(&pid, file.Vector[0], _actions, _attributes, argv.Vector, envp.Vector);
        // musl opens a pipe of its own to launch by: better a process with a higher limit than none.
        if (error == Errno.TooManyFiles && openFiles is not null) error = LibcSpawn.Spawn(&pid, file.Vector[0], _actions, _attributes, argv.Vector, envp.Vector);
        return pid;
    }

    /// <summary>Frees what the request took.</summary>
    public void Dispose()
    {
        _ = LibcSpawn.FreeActions(_actions);
        _ = LibcSpawn.FreeAttributes(_attributes);
        NativeMemory.Free(_actions);
        NativeMemory.Free(_attributes);
        foreach (var handle in _moved) handle.Dispose();
    }

    static void Must(int error)
    {
        if (error != 0) throw Failure.Refused("to prepare a launch", error);
    }
}

/// <summary>Flags of <c>posix_spawn</c> (spawn.h).</summary>
internal static class SpawnFlags
{
    /// <summary>POSIX_SPAWN_SETSIGDEF.</summary>
    public const int Defaults = 0x04;
    /// <summary>POSIX_SPAWN_SETSIGMASK.</summary>
    public const int Mask = 0x08;
    /// <summary>POSIX_SPAWN_SETSID.</summary>
    public static readonly int Session = OperatingSystem.IsMacOS() ? 0x400 : 0x80;
    /// <summary>POSIX_SPAWN_CLOEXEC_DEFAULT of macOS: what is not given is closed, whoever opened it. Elsewhere
    /// everything is opened so that it closes.</summary>
    public static readonly int OnlyGiven = OperatingSystem.IsMacOS() ? 0x4000 : 0;
}
