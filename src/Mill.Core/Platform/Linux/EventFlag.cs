using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>A flag that one thread raises and another waits for, among descriptors.</summary>
internal sealed class EventFlag : IDisposable
{
    const int CloseOnExec = 0x80000, NonBlocking = 0x800;

    /// <summary>Makes one, lowered.</summary>
    public EventFlag()
    {
        var number = LinuxLibc.Event(0, CloseOnExec | NonBlocking);
        Handle = number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw Failure.Refused("an event");
    }

    /// <summary>What is waited for.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>As a line of a poll.</summary>
    public PollEntry Entry => new() { Descriptor = (int)Handle.DangerousGetHandle(), Wanted = Descriptors.Readable };

    /// <summary>Raises it.</summary>
    public void Raise() => _ = Descriptors.TryWriteAll(Handle, [1, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>Lowers it; whether it was raised.</summary>
    public bool Lower()
    {
        Span<byte> count = stackalloc byte[8];
        return Descriptors.Read(Handle, count) > 0;
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose() => Handle.Dispose();
}

/// <summary>A token's cancelling, as something to poll for.</summary>
internal readonly struct StopFlag : IDisposable
{
    readonly EventFlag? _flag;
    readonly CancellationTokenRegistration _registration;

    /// <summary>Watches a token; one that cannot be cancelled costs nothing.</summary>
    public StopFlag(CancellationToken stop)
    {
        if (!stop.CanBeCanceled) return;
        _flag = new EventFlag();
        _registration = stop.Register(static flag => ((EventFlag)flag!).Raise(), _flag);
    }

    /// <summary>As a line of a poll.</summary>
    public PollEntry Entry => _flag?.Entry ?? new PollEntry { Descriptor = -1 };

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        _registration.Dispose();
        _flag?.Dispose();
    }
}
