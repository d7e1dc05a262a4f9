using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Platform.MacOS;

/// <summary>
/// A handle on one process: a queue that tells of its end. It holds on to the process only as far as its end cannot be
/// missed; the pid may be another's afterwards, so the identity is looked at right before each signal, and in the
/// moment between the two there is no protection but that pids come round slowly.
/// </summary>
internal sealed class KqueueHandle : WaitableHandle
{
    readonly Kqueue _queue = new();

    KqueueHandle(ProcessIdentity identity, MacProcesses processes) : base(identity, processes) { }

    /// <summary>Begins to listen; null when there is no such process.</summary>
    public static KqueueHandle? TryOpen(ProcessIdentity identity, MacProcesses processes)
    {
        var handle = new KqueueHandle(identity, processes);
        if (handle._queue.TryAdd((nuint)identity.Pid, KernelEvent.Process, KernelEvent.Add, KernelEvent.ProcessEnded)) return handle;
        var error = Failure.Last;
        handle.Dispose();
        return error == Errno.NoProcess ? null : throw Failure.Refused("to tell of the end of a process", error);
    }

    /// <inheritdoc/>
    public override PollEntry Entry => _queue.Entry;

    /// <inheritdoc/>
    public override void Dispose() => _queue.Dispose();

    /// <inheritdoc/>
    protected override bool TrySend(int signal) => Libc.SendSignal(Identity.Pid, signal) == 0;
}
