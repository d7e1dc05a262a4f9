using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Mill.Chaos.Fuzz;

/// <summary>What the kernel saw of the signals that this process and all that it launches have sent, while it is kept.</summary>
sealed partial class SignalTrace : IDisposable
{
    readonly string _file = Path.Combine(Path.GetTempPath(), $"mill-signals-{Environment.ProcessId}");
    readonly Process _strace;

    SignalTrace()
    {
        _strace = Programs.Start("strace", ["-f", "-qq", "-p", $"{Environment.ProcessId}", "-o", _file, "-e", "trace=kill,tkill,tgkill,pidfd_send_signal", "-e", "signal=none"], new RunOptions());
        Until.True(() => ProcFs.Status(Environment.ProcessId, "TracerPid") == $"{_strace.Id}", TimeSpan.FromSeconds(20), "strace looks at this process");
    }

    /// <summary>Begins; null where there is no <c>strace</c>.</summary>
    public static SignalTrace? Begin() => File.Exists("/usr/bin/strace") ? new SignalTrace() : null;

    /// <summary>Ends, and tells every call that sent a signal; what the runtime tells its own threads is none.</summary>
    public IReadOnlyList<string> End()
    {
        Libc.Signal(_strace.Id, Libc.Int);
        _strace.WaitForExit();
        return [.. File.ReadLines(_file).Where(line => Sent().IsMatch(line) && !line.Contains("SIGRT", StringComparison.Ordinal) && !line.Contains(", 0)", StringComparison.Ordinal) && !line.Contains($"kill({_strace.Id},", StringComparison.Ordinal))];
    }

    /// <summary>Lets go.</summary>
    public void Dispose()
    {
        if (!_strace.HasExited) End();
        _strace.Dispose();
        File.Delete(_file);
    }

    [GeneratedRegex(@"\b(kill|tkill|tgkill|pidfd_send_signal)\(")]
    private static partial Regex Sent();
}
