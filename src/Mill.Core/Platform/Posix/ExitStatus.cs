namespace Mill.Platform.Posix;

/// <summary>What the status of a child that was waited for means (wait.h).</summary>
internal readonly record struct ExitStatus(int Raw)
{
    /// <summary>The exit code, where the process exited by itself.</summary>
    public int? Code => Signal is null ? (Raw >> 8) & 0xff : null;
    /// <summary>The signal that ended it.</summary>
    public int? Signal => (Raw & 0x7f) is > 0 and var signal ? signal : null;
    /// <summary>Whether it left a core.</summary>
    public bool DumpedCore => (Raw & 0x80) != 0 && Signal is not null;

    /// <summary>How it ended, in words.</summary>
    public string Words => Signal is { } signal ? $"it was ended by {Signals.Name(signal)}" : $"it ended with {Code}";

    /// <summary>Waits for one child; null when somebody else has.</summary>
    public static unsafe ExitStatus? Of(int pid)
    {
        int status, got;
        do got = Libc.WaitFor(pid, &status, 0);
        while (got < 0 && Failure.Last == Errno.Interrupted);
        return got == pid ? new ExitStatus(status) : null;
    }
}
