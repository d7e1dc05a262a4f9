using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>The environment of another process, read from its memory.</summary>
internal static unsafe class ProcessVariables
{
    const int Basics = 0;                               // ProcessBasicInformation
    const int BasicsSize = 48, BlockAt = 8;             // PROCESS_BASIC_INFORMATION: the process environment block
    const nuint ParametersAt = 0x20;                    // PEB: RTL_USER_PROCESS_PARAMETERS
    const nuint EnvironmentAt = 0x80, SizeAt = 0x3F0;   // in them
    const int Most = 1 << 20;

    /// <summary>Those of some names that it has; null when they cannot be read.</summary>
    public static Dictionary<string, string>? Read(SafeWaitHandle process, string[] names)
    {
        if (Block(process) is not { } block) return null;
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in new string(block).Split('\0'))
        {
            // Names like =C: stand for current folders of drives.
            var equals = one.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && names.Contains(one[..equals], StringComparer.OrdinalIgnoreCase)) found[one[..equals]] = one[(equals + 1)..];
        }
        return found;
    }

    static char[]? Block(SafeWaitHandle process)
    {
        var basics = stackalloc byte[BasicsSize];
        uint needed;
        if (Ntdll.LookAtProcess(process, Basics, basics, BasicsSize, &needed) != 0) return null;
        if (Pointer(process, *(nuint*)(basics + BlockAt) + ParametersAt) is not { } parameters
            || Pointer(process, parameters + EnvironmentAt) is not { } start
            || Pointer(process, parameters + SizeAt) is not { } size || size is 0 or > Most) return null;
        var block = new char[size / sizeof(char)];
        nuint got;
        fixed (char* into = block) return Kernel32.ReadMemory(process, start, into, (nuint)block.Length * sizeof(char), &got) != 0 ? block : null;
    }

    static nuint? Pointer(SafeWaitHandle process, nuint at)
    {
        nuint value, got;
        return Kernel32.ReadMemory(process, at, &value, (nuint)sizeof(nuint), &got) != 0 && value != 0 ? value : null;
    }
}
