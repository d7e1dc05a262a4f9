using System.Diagnostics;
using Mill.Platform;

namespace Mill.Chaos.Fuzz;

/// <summary>What the kernel saw of the signals that this process and all that it launches have sent, while it is kept.</summary>
sealed class SignalTrace : IDisposable
{
    readonly string _file = Path.Combine(Path.GetTempPath(), $"mill-signals-{Environment.ProcessId}");
    readonly Process _strace;
    readonly Bystander _somebody = new();

    SignalTrace()
    {
        _strace = Programs.Start("strace", ["-f", "-qq", "-p", $"{Environment.ProcessId}", "-o", _file, "-e", "trace=kill,tkill,tgkill,pidfd_send_signal", "-e", "signal=none"], new RunOptions());
        Until.True(() => ProcFs.Status(Environment.ProcessId, "TracerPid") == $"{_strace.Id}", TimeSpan.FromSeconds(20), "strace looks at this process");
        Signal();
    }

    /// <summary>Begins; null where there is no <c>strace</c>.</summary>
    public static SignalTrace? Begin() => File.Exists("/usr/bin/strace") ? new SignalTrace() : null;

    /// <summary>Ends, and tells every call that sent a signal; null where it has missed one that it was shown at its beginning or its end.</summary>
    public IReadOnlyList<string>? End()
    {
        Signal();
        Libc.Signal(_strace.Id, Libc.Int);
        _strace.WaitForExit();
        string[] sent = [.. File.ReadLines(_file).Where(SignalCall.Sends).Where(line => !line.Contains($"kill({_strace.Id},", StringComparison.Ordinal))];
        return sent is [var first, .. var between, var last] && SignalCall.LetsGoOn(first) && SignalCall.LetsGoOn(last) ? between : null;
    }

    /// <summary>Lets go.</summary>
    public void Dispose()
    {
        if (!_strace.HasExited) End();
        _strace.Dispose();
        _somebody.Dispose(); // Not before: that is a signal too.
        File.Delete(_file);
    }

    // A trace that shows nothing proves nothing: this one must show what Mill itself sends to somebody who is not stopped.
    void Signal()
    {
        using var handle = Current.Platform.Processes.Open(Current.Platform.Processes.Look(_somebody.Pid)!.Identity);
        if (handle?.Send(StopSignal.Continue) != SignalResult.Sent) throw new InvalidOperationException("A signal could not be sent.");
    }
}
