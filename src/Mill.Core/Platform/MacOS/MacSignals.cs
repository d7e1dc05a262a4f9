using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>Signals as something to wait for: a queue tells of each that was sent, held or not. Who sent it is not
/// told.</summary>
internal sealed class MacSignals : IDisposable
{
    readonly Kqueue _queue = new();

    /// <summary>Holds signals back and hears of them here instead; of SIGCHLD too, which tells that there is something
    /// to wait for.</summary>
    public MacSignals()
    {
        Signals.Hold();
        for (var signal = 1; signal <= Signals.LastClassic; signal++)
            if ((Signals.Held.Has(signal) || signal == Signals.User1) && (signal == Signals.Child || !Signals.IsHarmless(signal))
                && !_queue.TryAdd((nuint)signal, KernelEvent.Signal, KernelEvent.Add, 0)) throw Failure.Refused("to hear of signals");
    }

    /// <summary>As a line of a poll: ready when a signal is there.</summary>
    public PollEntry Entry => _queue.Entry;

    /// <summary>Takes what is there; harmless signals are left out.</summary>
    public void Take(Queue<Happening> into)
    {
        Span<KernelEvent> events = stackalloc KernelEvent[Signals.LastClassic];
        foreach (var one in events[.._queue.Take(events)])
            if ((int)one.Of is var signal && !Signals.IsHarmless(signal))
                into.Enqueue(new Happening.Signalled(Signals.Name(signal), null, null, Signals.AsksToEnd(signal)));
    }

    /// <summary>Takes no more.</summary>
    public void Dispose() => _queue.Dispose();
}
