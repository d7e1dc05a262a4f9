using Mill.Liveness;
using Mill.Runs;

namespace Mill.Platform.Posix;

/// <summary>A handle on a process that can be waited for among descriptors.</summary>
internal abstract class WaitableHandle(ProcessIdentity identity, IProcesses processes) : ProcessHandle(identity)
{
    /// <summary>As a line of a poll: ready when the process is over.</summary>
    public abstract PollEntry Entry { get; }

    /// <inheritdoc/>
    public override bool HasExited => Descriptors.Poll([Entry], TimeSpan.Zero) || processes.IsAlive(Identity) == Sign.No;

    /// <inheritdoc/>
    public override SignalResult Send(StopSignal signal)
    {
        if (processes.IsAlive(Identity) != Sign.Yes) return SignalResult.Gone;
        if (TrySend(Signals.Number(signal))) return SignalResult.Sent;
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

    /// <summary>Sends a signal to the process whose identity has just been looked at; false for an error.</summary>
    protected abstract bool TrySend(int signal);
}
