using Microsoft.Win32.SafeHandles;
using Mill.Liveness;
using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Platform.Linux;

/// <summary>A handle on one process (pidfd).</summary>
internal sealed class PidHandle(ProcessIdentity identity, SafeFileHandle handle, LinuxProcesses processes) : ProcessHandle(identity)
{
    /// <summary>As a line of a poll: ready when the process is over.</summary>
    public PollEntry Entry => new() { Descriptor = (int)handle.DangerousGetHandle(), Wanted = Descriptors.Readable };

    /// <inheritdoc/>
    public override bool HasExited => Descriptors.Poll([Entry], TimeSpan.Zero) || processes.IsAlive(Identity) == Sign.No;

    /// <inheritdoc/>
    public override SignalResult Send(StopSignal signal)
    {
        if (processes.IsAlive(Identity) != Sign.Yes) return SignalResult.Gone;
        if (LinuxLibc.SendSignal(handle, Number(signal)) == 0) return SignalResult.Sent;
        return Failure.Last switch
        {
            Errno.NoProcess => SignalResult.Gone,
            Errno.NotPermitted => SignalResult.NotPermitted,
            _ => throw Failure.Refused($"to signal process {Identity.Pid}"),
        };
    }

    /// <inheritdoc/>
    public override bool WaitForExit(TimeSpan timeout, CancellationToken stop = default)
    {
        using var stopping = new StopFlag(stop);
        Span<PollEntry> entries = [Entry, stopping.Entry];
        Descriptors.Poll(entries, timeout == Timeout.InfiniteTimeSpan ? null : timeout);
        return HasExited;
    }

    /// <inheritdoc/>
    public override void Dispose() => handle.Dispose();

    static int Number(StopSignal signal) => signal switch
    {
        StopSignal.Term => Signals.Term,
        StopSignal.Kill => Signals.Kill,
        StopSignal.Continue => Signals.Continue,
        StopSignal.Pause => Signals.Stop,
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    };
}
