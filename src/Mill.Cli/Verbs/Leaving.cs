using System.Runtime.InteropServices;
using Mill.Platform;

namespace Mill.Cli.Verbs;

/// <summary>Signals that ask this process to end: what it holds open is closed first. The second one is the system's own.</summary>
internal sealed class Leaving : IDisposable
{
    static volatile Leaving? s_settled; // Kept, or its finalizer would let the system have the signals after all.

    readonly CancellationTokenSource _source = new();
    // Where a question is asked, a lock is held for a moment: a key that was lost then would leave it open.
    readonly IDisposable _heard = Current.Platform.HearInterrupt();
    readonly PosixSignalRegistration[] _signals;

    public Leaving() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Heed(signal, Exit.Detached)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Heed(signal, Exit.Terminated)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Heed(signal, Exit.HungUp)),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What to exit with because of it.</summary>
    public int Code { get; private set; } = Exit.Detached;

    /// <summary>What this process exits with is known, and it does so now: no signal changes that any more.</summary>
    public void Settle() => s_settled = this;

    /// <summary>Lets the system have the signals again, unless this process is at its end.</summary>
    public void Dispose()
    {
        if (s_settled == this) return;
        foreach (var one in _signals) one.Dispose();
        _heard.Dispose();
        _source.Dispose();
    }

    void Heed(PosixSignalContext signal, int code)
    {
        signal.Cancel = s_settled == this || !_source.IsCancellationRequested;
        if (!_source.IsCancellationRequested) Code = code;
        _source.Cancel();
    }
}
