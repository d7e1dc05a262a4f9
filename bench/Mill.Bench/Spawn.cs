using System.Runtime.InteropServices;

namespace Mill.Bench;

/// <summary>Launches a process with as little around it as there can be.</summary>
static unsafe partial class Spawn
{
    const int ReadWrite = 2; // O_RDWR

    /// <summary>Runs a command with its three streams nowhere; returns its wait status, 0 for exit code 0.</summary>
    public static int AndWait(string[] command)
    {
        var actions = stackalloc byte[128]; // posix_spawn_file_actions_t has 80 bytes in glibc
        posix_spawn_file_actions_init(actions);
        for (var stream = 0; stream < 3; stream++) posix_spawn_file_actions_addopen(actions, stream, "/dev/null", ReadWrite, 0);
        var error = posix_spawnp(out var pid, command[0], actions, 0, [.. command, null], *Environ());
        posix_spawn_file_actions_destroy(actions);
        if (error != 0) throw new InvalidOperationException($"{command[0]}: error {error}");
        waitpid(pid, out var status, 0);
        return status;
    }

    static nint* Environ() => (nint*)NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "environ");

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawnp(out int pid, string file, byte* actions, nint attributes, string?[] arguments, nint environment);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addopen(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc")]
    private static partial int waitpid(int pid, out int status, int options);
}
