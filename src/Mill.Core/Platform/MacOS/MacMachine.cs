using System.Runtime.InteropServices;
using System.Text;
using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>Finds out where and as whom we are. There is one set of pids.</summary>
internal static unsafe class MacMachine
{
    const int LongestText = 256;
    const int IdSize = 16;
    const long Patience = 5; // seconds: the system's own service may have to be asked

    /// <summary>Reads it.</summary>
    public static Machine Read() => new(
        Text("kern.bootsessionuuid") ?? throw Failure.Refused("to read the boot id, kern.bootsessionuuid"),
        HostId(),
        null,
        Environment.MachineName,
        new UserId((int)Libc.EffectiveUser()));

    /// <summary>What programs are built for that run here.</summary>
    public static string RuntimeId() => $"osx-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    static string? HostId()
    {
        var id = stackalloc byte[IdSize];
        var timeout = stackalloc long[] { Patience, 0 };
        return MacProcessCalls.Host(id, timeout) == 0 ? new Guid(new ReadOnlySpan<byte>(id, IdSize), bigEndian: true).ToString() : null;
    }

    static string? Text(string name)
    {
        var text = stackalloc byte[LongestText];
        nuint size = LongestText;
        return MacProcessCalls.Read(name, text, &size, null, 0) == 0 ? Encoding.UTF8.GetString(text, (int)size).TrimEnd('\0') : null;
    }
}
