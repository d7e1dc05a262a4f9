using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>Ends everybody in a process group in one act, which nobody can outrun by forking.</summary>
internal static class WholeGroup
{
    const int Looks = 20;
    static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    /// <summary>Ends the group of a process that is known to descend from the launch of a run, in a session of its own: nobody else
    /// can be in it. False where that cannot be done, and the process may have been stopped.</summary>
    public static bool TryEnd(ProcessHandle member, IReadOnlyCollection<int> spared)
    {
        // As long as one that cannot go away by itself is in the group, the number means no other one.
        if (member.Send(StopSignal.Pause) != SignalResult.Sent || !HasStopped(member)) return false;
        var group = LinuxLibc.GroupOf(member.Identity.Pid);
        return group > 1 && group != LinuxLibc.GroupOf(0) && !spared.Any(pid => LinuxLibc.GroupOf(pid) == group)
            && Libc.SendSignal(-group, Signals.Kill) == 0;
    }

    static bool HasStopped(ProcessHandle member)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (!ProcStat.TryRead(member.Identity.Pid, out var stat) || stat.StartText != member.Identity.StartTime || stat.IsDead) return false;
            if (stat.State is 'T' or 't') return true;
            Descriptors.Poll([], s_moment);
        }
        return false;
    }
}
