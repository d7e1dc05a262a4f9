using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>A queue of the kernel's events, itself a descriptor that can be polled: ready when an event is
/// there.</summary>
internal sealed unsafe partial class Kqueue : IDisposable
{
    readonly SafeFileHandle _handle;

    /// <summary>Makes one, empty.</summary>
    public Kqueue()
    {
        var number = kqueue();
        _handle = number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw Failure.Refused("a queue of events");
        DescriptorFlags.KeepBack(number);
    }

    /// <summary>As a line of a poll.</summary>
    public PollEntry Entry => new() { Descriptor = (int)_handle.DangerousGetHandle(), Wanted = Descriptors.Readable };

    /// <summary>Adds what is to be told of; false for an error.</summary>
    public bool TryAdd(nuint of, short filter, ushort flags, uint what)
    {
        var added = new KernelEvent { Of = of, Filter = filter, Flags = flags, What = what };
        int answer;
        do answer = kevent(_handle, &added, 1, null, 0, null);
        while (answer < 0 && Failure.Last == Errno.Interrupted);
        return answer == 0;
    }

    /// <summary>Takes the events that are there; how many it were.</summary>
    public int Take(Span<KernelEvent> into)
    {
        var now = stackalloc long[2];
        (now[0], now[1]) = (0, 0);
        fixed (KernelEvent* first = into)
        {
            int got;
            do got = kevent(_handle, null, 0, first, into.Length, now);
            while (got < 0 && Failure.Last == Errno.Interrupted);
            return Math.Max(0, got);
        }
    }

    /// <summary>Forgets all of it.</summary>
    public void Dispose() => _handle.Dispose();

    [LibraryImport(MacLibrary.Name, SetLastError = true)]
    private static partial int kqueue();

    [LibraryImport(MacLibrary.Name, SetLastError = true)]
    private static partial int kevent(
        SafeFileHandle queue, KernelEvent* changes, int changeCount, KernelEvent* events, int eventCount, long* timeout);
}

/// <summary>struct kevent (sys/event.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KernelEvent
{
    /// <summary>EV_ADD, EV_ONESHOT and EV_CLEAR.</summary>
    public const ushort Add = 0x1, Once = 0x10, Clear = 0x20;
    /// <summary>EVFILT_VNODE: changes of a file or folder, of which all of these are told: NOTE_DELETE, NOTE_WRITE,
    /// NOTE_EXTEND, NOTE_ATTRIB, NOTE_LINK, NOTE_RENAME, NOTE_REVOKE.</summary>
    public const short File = -4;
    public const uint FileChanged = 0x7F;
    /// <summary>EVFILT_PROC, of which NOTE_EXIT is told.</summary>
    public const short Process = -5;
    public const uint ProcessEnded = 0x80000000;
    /// <summary>EVFILT_SIGNAL: also a signal that is held or ignored.</summary>
    public const short Signal = -6;

    /// <summary>Of what: a descriptor, a pid, a signal.</summary>
    public nuint Of;
    /// <summary>What kind of thing that is.</summary>
    public short Filter;
    /// <summary>What is done with it.</summary>
    public ushort Flags;
    /// <summary>What is told of it.</summary>
    public uint What;
    /// <summary>More of it.</summary>
    public nint Data;
    /// <summary>The caller's own.</summary>
    public nint Own;
}
