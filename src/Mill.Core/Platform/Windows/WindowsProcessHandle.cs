using Microsoft.Win32.SafeHandles;
using Mill.Runs;

namespace Mill.Platform.Windows;

/// <summary>A handle on one process.</summary>
internal sealed class WindowsProcessHandle(ProcessIdentity identity, SafeWaitHandle handle, WindowsProcesses processes) : ProcessHandle(identity)
{
    /// <summary>What a process that was ended by force has as its exit code: the same as a shell's word for SIGKILL.</summary>
    public const uint EndedByForce = 128 + 9;

    /// <summary>Ready when the process is over.</summary>
    public SafeWaitHandle Handle => handle;

    /// <inheritdoc/>
    public override bool HasExited => Waiting.IsOver(handle);

    /// <inheritdoc/>
    public override SignalResult Send(StopSignal signal)
    {
        if (HasExited) return SignalResult.Gone;
        return signal switch
        {
            StopSignal.Term => Ask(),
            StopSignal.Kill => Done(Kernel32.Terminate(handle, EndedByForce) != 0),
            StopSignal.Pause => Done(Ntdll.Suspend(handle) == 0),
            // Nobody stands still here but whoever was made to by us, or has its reasons.
            StopSignal.Continue => SignalResult.NotPossible,
            _ => throw new ArgumentOutOfRangeException(nameof(signal)),
        };
    }

    /// <inheritdoc/>
    public override bool WaitForExit(TimeSpan timeout, CancellationToken stop = default)
    {
        Waiting.Any([handle.DangerousGetHandle(), .. Waiting.Of(stop)], timeout == Timeout.InfiniteTimeSpan ? null : timeout);
        return HasExited;
    }

    /// <inheritdoc/>
    public override void Dispose() => handle.Dispose();

    SignalResult Ask()
    {
        if (StopEvent.TryRaise(Identity)) return SignalResult.Sent;
        var heard = processes.Tree?.HasLaunched(Identity) is true && ConsoleBreak.TrySend(Identity.Pid);
        return heard || OpenWindows.TryClose(Identity.Pid) ? SignalResult.Sent : SignalResult.NotPossible;
    }

    SignalResult Done(bool done) => done ? SignalResult.Sent : HasExited ? SignalResult.Gone : SignalResult.NotPermitted;
}
