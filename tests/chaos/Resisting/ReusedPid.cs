namespace Mill.Chaos.Resisting;

/// <summary>A process of a run dies, and its pid becomes that of somebody else.</summary>
static class ReusedPid
{
    const string LastPid = "/proc/sys/kernel/ns_last_pid";

    /// <summary>What came of it; null where the system lets nobody choose a pid.</summary>
    public static string? Try(Trial trial)
    {
        if (!Libc.IsRoot || !File.Exists(LastPid)) return null;
        using var home = new TestHome();
        var id = home.Start("--grace", "1", "--", "sleep", "600");
        var (worker, pid) = (home.WorkerOf(id), home.ProcessOf(id));
        foreach (var one in new[] { worker, pid }) Libc.Signal(one, Libc.Kill);
        Until.True(() => ProcFs.Look(pid) is null, TimeSpan.FromSeconds(30), "the process is gone");
        using var shell = Shell.Start(home, $$"""
            i=0; while [ $i -lt 2000 ]; do i=$((i+1)); echo {{pid - 1}} > {{LastPid}}; sleep 600 & [ $! = {{pid}} ] && break; kill -9 $!; wait $! 2>/dev/null; done
            echo $! > reused.pid; wait
            """);
        if (home.PidIn("reused.pid") != pid) return null;
        home.Mill("stop", id, "--force", "--grace", "1");
        home.Mill("repair", id);
        var lives = ProcFs.IsAlive(pid);
        trial.Must(lives, $"{pid} was ended, which was somebody else's by then");
        return lives ? "not signalled" : "ended";
    }
}
