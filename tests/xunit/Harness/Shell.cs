using System.Diagnostics;

namespace Mill.Tests.Harness;

/// <summary>A real shell with a session of its own, to be treated badly.</summary>
sealed class Shell : IDisposable
{
    readonly Process _process;

    // Under nohup, every shell that is started from here would be deaf to it too.
    static Shell() => Libc.TakeAsUsual(Libc.Hup);

    Shell(Process process) => _process = process;

    /// <summary>A shell that runs a script; its pid, group and session are one number.</summary>
    public static Shell Start(TestHome home, string script) =>
        new(Programs.Start("setsid", ["/bin/bash", "-c", script], home.At(new RunOptions())));

    /// <summary>A shell on a terminal of its own, or null where <c>script</c> is missing.</summary>
    public static Shell? OnTerminal(TestHome home, string script)
    {
        if (!File.Exists("/usr/bin/script")) return null;
        var file = Path.Combine(home.Work, "on-terminal.sh");
        File.WriteAllText(file, script);
        return new(Programs.Start("setsid", ["script", "-qec", $"/bin/bash '{file}'", "/dev/null"], home.At(new RunOptions())));
    }

    /// <summary>Its pid; on a terminal, that of the terminal's keeper.</summary>
    public int Pid => _process.Id;

    /// <summary>Ends it with no chance to tidy up; on a terminal, this closes the terminal.</summary>
    public void Kill() => End(Pid, Libc.Kill);

    /// <summary>Tells it that its terminal is gone.</summary>
    public void HangUp() => End(Pid, Libc.Hup);

    /// <summary>Ends everybody in its group.</summary>
    public void KillGroup() => End(-Pid, Libc.Kill);

    /// <summary>Ends everybody below it, found by parent pids, and then itself.</summary>
    public void KillTree()
    {
        // Held still, it neither starts another one nor comes to its own end when those below it are gone.
        Libc.Signal(Pid, Libc.Stop);
        foreach (var one in Below(Pid).ToArray()) Libc.Signal(one.Pid, Libc.Kill);
        Libc.Signal(Pid, Libc.Kill); // It may have ended by itself before it was held still.
        SeeEnd();
    }

    void End(int target, int signal)
    {
        Assert.True(Libc.Signal(target, signal), $"Signal {signal} did not reach {target}.");
        SeeEnd();
    }

    void SeeEnd() => Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(60)), "The shell did not end.");

    static IEnumerable<ProcStat> Below(int pid) => ProcFs.Children(pid).SelectMany(child => Below(child.Pid).Append(child));

    public void Dispose()
    {
        if (!_process.HasExited) KillTree();
        _process.Dispose();
    }
}
