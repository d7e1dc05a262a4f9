using System.Runtime.InteropServices;

namespace Mill.Platform.MacOS;

/// <summary>What this process was started with, as the system's loader keeps it (crt_externs.h).</summary>
internal static unsafe partial class OwnStart
{
    /// <summary>The arguments.</summary>
    public static IReadOnlyList<byte[]> Arguments() => Strings(*_NSGetArgv());

    /// <summary>The environment.</summary>
    public static IReadOnlyList<byte[]> Environment() => Strings(*_NSGetEnviron());

    static List<byte[]> Strings(byte** vector)
    {
        var strings = new List<byte[]>();
        for (; *vector != null; vector++) strings.Add(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(*vector).ToArray());
        return strings;
    }

    [LibraryImport(MacLibrary.Name)]
    private static partial byte*** _NSGetArgv();

    [LibraryImport(MacLibrary.Name)]
    private static partial byte*** _NSGetEnviron();
}
