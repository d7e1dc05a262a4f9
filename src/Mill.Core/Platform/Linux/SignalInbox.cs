using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>Signals as something to read (signalfd).</summary>
internal sealed unsafe class SignalInbox : IDisposable
{
    const int CloseOnExec = 0x80000, NonBlocking = 0x800;

    // struct signalfd_siginfo: signal 4, error 4, code 4, pid 4, user 4; 128 bytes in all.
    const int RecordSize = 128, PidAt = 12, UserAt = 16;
    const int RecordsAtOnce = 16;

    readonly SafeFileHandle _handle;

    /// <summary>Holds signals back and takes them here instead.</summary>
    public SignalInbox()
    {
        Signals.Hold();
        var held = Signals.Held;
        var number = LinuxLibc.SignalReader(-1, &held, CloseOnExec | NonBlocking);
        _handle = number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw Failure.Refused("to read signals");
    }

    /// <summary>As a line of a poll: ready when a signal is there.</summary>
    public PollEntry Entry => new() { Descriptor = (int)_handle.DangerousGetHandle(), Wanted = Descriptors.Readable };

    /// <summary>Takes what is there; harmless signals are left out.</summary>
    public void Take(Queue<Happening> into)
    {
        Span<byte> records = stackalloc byte[RecordSize * RecordsAtOnce];
        while (Descriptors.Read(_handle, records) is > 0 and var got)
            for (var at = 0; at + RecordSize <= got; at += RecordSize)
                if (Read(records.Slice(at, RecordSize)) is { } signalled) into.Enqueue(signalled);
    }

    /// <summary>Takes no more.</summary>
    public void Dispose() => _handle.Dispose();

    static Happening.Signalled? Read(ReadOnlySpan<byte> record)
    {
        var signal = BinaryPrimitives.ReadInt32LittleEndian(record);
        if (Signals.IsHarmless(signal)) return null;
        var pid = BinaryPrimitives.ReadInt32LittleEndian(record[PidAt..]);
        var user = BinaryPrimitives.ReadInt32LittleEndian(record[UserAt..]);
        // The kernel itself, or somebody in a set of pids that cannot be seen from here, has no pid.
        return new Happening.Signalled(Signals.Name(signal), pid > 0 ? pid : null, pid > 0 ? user : null, Signals.AsksToEnd(signal));
    }
}
