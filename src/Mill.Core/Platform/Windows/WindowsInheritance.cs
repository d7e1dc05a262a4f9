using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>Takes over what a launcher left to its worker.</summary>
internal static unsafe class WindowsInheritance
{
    const int In = -10, Out = -11, Err = -12; // STD_…_HANDLE, winbase.h
    const uint APipe = 3;                     // FILE_TYPE_PIPE
    const uint Inherited = 1;                 // HANDLE_FLAG_INHERIT

    /// <summary>Takes it.</summary>
    public static Inheritance Take()
    {
        var (orders, answers) = (Own(In), Own(Out));
        KeepBack(Kernel32.Standard(Err));
        _ = Kernel32.SetStandard(In, 0);
        _ = Kernel32.SetStandard(Out, 0);
        return new Inheritance(Life(orders), orders, answers) { Caveat = Caveat() };
    }

    static string? Caveat() => OuterJob.EndsWithItsMaker
        ? "this worker could not leave the job of its caller, which ends with its maker: the run may be ended with it" : null;

    static KernelLock Life(SafeFileHandle orders)
    {
        if (Kernel32.KindOf(orders) != APipe) throw ByHand();
        var handle = new SafeFileHandle(Place(orders), ownsHandle: true);
        RawFileFacts facts;
        return Kernel32.Look(handle, &facts) != 0 && !facts.Attributes.HasFlag(FileFlags.Folder) ? new KernelLock(handle, facts.Id) : throw ByHand();
    }

    static nint Place(SafeFileHandle orders)
    {
        Span<byte> place = stackalloc byte[sizeof(long)];
        var got = 0;
        while (got < place.Length && Current.Streams.ReadFromPipe(orders, place[got..]) is > 0 and var more) got += more;
        return got == place.Length ? (nint)BinaryPrimitives.ReadInt64LittleEndian(place) : 0;
    }

    static SafeFileHandle Own(int which)
    {
        var handle = Kernel32.Standard(which);
        KeepBack(handle);
        return new SafeFileHandle(handle, ownsHandle: true);
    }

    static void KeepBack(nint handle) => _ = Kernel32.SetFlags(handle, Inherited, 0);

    static MillException ByHand() => new(MillError.BadArgument, "A worker is launched by mill start, not by hand: it was handed no lock.");
}
