using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>A flag that one thread raises and another waits for, among descriptors: a counter of the kernel on Linux, a
/// pipe elsewhere.</summary>
internal sealed class EventFlag : IDisposable
{
    readonly SafeFileHandle _waited, _raised;

    /// <summary>Makes one, lowered.</summary>
    public EventFlag()
    {
        if (OperatingSystem.IsLinux()) _waited = _raised = Linux.Counter.Make();
        else (_waited, _raised) = PipeEnds.MakeNonBlocking();
    }

    /// <summary>As a line of a poll.</summary>
    public PollEntry Entry => new() { Descriptor = (int)_waited.DangerousGetHandle(), Wanted = Descriptors.Readable };

    /// <summary>Raises it; a pipe that is full has been raised often enough.</summary>
    public void Raise() => _ = Descriptors.TryWriteAll(_raised, [1, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>Lowers it; whether it was raised.</summary>
    public bool Lower()
    {
        Span<byte> count = stackalloc byte[64];
        var wasRaised = false;
        while (Descriptors.Read(_waited, count) > 0) wasRaised = true;
        return wasRaised;
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose()
    {
        _waited.Dispose();
        _raised.Dispose();
    }
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
