using System.Runtime.InteropServices;

namespace Mill.Platform.Windows;

/// <summary>Makes processes that inherit nothing but their three standard streams.</summary>
internal sealed unsafe class ProcessCreation : IDisposable
{
    /// <summary>Flags of CreateProcess (winbase.h).</summary>
    public const uint Suspended = 0x4, NoConsole = 0x8, OwnGroup = 0x200, LeaveJob = 0x01000000, HiddenConsole = 0x08000000;

    const uint WideEnvironment = 0x400, HasAttributes = 0x80000;
    const nuint ParentAttribute = 0x20000, HandlesAttribute = 0x20002; // PROC_THREAD_ATTRIBUTE_…
    const uint Most = 2;

    readonly void* _attributes;
    readonly nint* _handles;
    readonly nint* _parent;
    readonly (nint In, nint Out, nint Err) _streams;

    /// <summary>Begins one. Handles are those of the parent, which is this process unless another is given.</summary>
    public ProcessCreation(nint standardIn, nint standardOut, nint standardErr, nint parent = 0)
    {
        _streams = (standardIn, standardOut, standardErr);
        nuint size;
        _ = Kernel32.BeginAttributes(null, Most, 0, &size);
        _attributes = NativeMemory.Alloc(size);
        _handles = (nint*)NativeMemory.Alloc((nuint)sizeof(nint) * 4);
        _parent = _handles + 3;
        if (Kernel32.BeginAttributes(_attributes, Most, 0, &size) == 0) throw WindowsFailure.Refused("to prepare a launch");
        Add(parent);
    }

    /// <summary>Makes the process; the error is 0 when it went well.</summary>
    public NewProcess Start(string path, string line, IEnumerable<string> environment, string folder, uint flags, out int error)
    {
        var startup = StartupInfo.Of(_streams.In, _streams.Out, _streams.Err, _attributes);
        NewProcess made;
        var room = (line + '\0').ToCharArray();
        fixed (char* file = path, words = room, block = EnvironmentBlock.Of(environment), place = folder)
            error = Kernel32.CreateProcess(file, words, null, null, 1, flags | WideEnvironment | HasAttributes, block, place, &startup, &made) != 0
                ? 0 : WindowsFailure.Last;
        return made;
    }

    /// <summary>Frees what it took.</summary>
    public void Dispose()
    {
        Kernel32.EndAttributes(_attributes);
        NativeMemory.Free(_attributes);
        NativeMemory.Free(_handles);
    }

    void Add(nint parent)
    {
        // No handle may be named twice: both streams can go to one file.
        var handles = new[] { _streams.In, _streams.Out, _streams.Err }.Distinct().ToArray();
        handles.CopyTo(new Span<nint>(_handles, 3));
        *_parent = parent;
        var done = Kernel32.AddAttribute(_attributes, 0, HandlesAttribute, _handles, (nuint)(handles.Length * sizeof(nint)), null, null) != 0
            && (parent == 0 || Kernel32.AddAttribute(_attributes, 0, ParentAttribute, _parent, (nuint)sizeof(nint), null, null) != 0);
        if (!done) throw WindowsFailure.Refused("to prepare a launch");
    }
}

/// <summary>Variables as a process is given them: sorted by name, each ended by a zero, another zero at the end.</summary>
internal static class EnvironmentBlock
{
    /// <summary>The block. Of two variables whose names differ in case alone, the last one counts.</summary>
    public static char[] Of(IEnumerable<string> environment)
    {
        var all = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in environment) all[one[..Math.Max(0, one.IndexOf('=', StringComparison.Ordinal))]] = one;
        return string.Concat(all.Values.Select(one => one + '\0').Append("\0")).ToCharArray();
    }
}
