namespace Mill.Tests.EndToEnd;

/// <summary>What may happen to the starter without its run taking notice.</summary>
public sealed class A_worker_that_is_detached : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    const string StartAndStay = "mill start -- /bin/sh -c 'while ! [ -e go ]; do sleep 0.05; done; echo survived' > id; echo $$ > shell.pid; sleep 600";

    [Fact]
    public void C03_is_nobodys_child_and_leaves_no_zombie()
    {
        using var shell = Shell.Start(_home, StartAndStay);
        var worker = _home.WorkerOf(IdFrom(shell));

        Assert.NotEqual(shell.Pid, ProcFs.Look(worker)!.Parent);
        Assert.DoesNotContain(ProcFs.Children(shell.Pid), one => one.State == 'Z');
    }

    [Fact]
    public void C04_leads_a_session_of_its_own_without_a_terminal()
    {
        using var shell = Shell.Start(_home, StartAndStay);
        var worker = ProcFs.Look(_home.WorkerOf(IdFrom(shell)))!;

        Assert.Equal(worker.Pid, worker.Session);
        Assert.NotEqual(shell.Pid, worker.Session);
        Assert.NotEqual(ProcFs.Look(shell.Pid)!.Group, worker.Group);
    }

    [Fact]
    public void C03_survives_the_starters_kill() => Survives(shell => shell.Kill());

    [Fact]
    public void C04_survives_a_hang_up() => Survives(shell => shell.HangUp());

    [Fact]
    public void C04_survives_a_kill_of_the_starters_process_group() => Survives(shell => shell.KillGroup());

    [Fact]
    public void C03_survives_a_kill_of_the_starters_tree_by_parent_pids() => Survives(shell => shell.KillTree());

    [Fact]
    public void C04_survives_a_terminal_that_closes()
    {
        using var shell = Shell.OnTerminal(_home, StartAndStay);
        if (shell is null) Assert.Skip("script(1) is not installed: there is no terminal to close.");
        var id = IdFrom(shell);
        var inside = _home.PidIn("shell.pid");

        shell.Kill();
        Until.True(() => !ProcFs.IsAlive(inside), TimeSpan.FromSeconds(60), "the shell on the terminal ends");

        Finishes(id);
    }

    [Fact]
    public void holds_none_of_the_starters_files()
    {
        using var shell = Shell.Start(_home, $"exec 7> '{_home.Work}/held'; {StartAndStay}");
        var id = IdFrom(shell);

        foreach (var pid in new[] { _home.WorkerOf(id), _home.ProcessOf(id) })
            Assert.DoesNotContain(Enumerable.Range(0, 64), one => ProcFs.LinkOf(pid, one) == $"{_home.Work}/held");
    }

    void Survives(Action<Shell> harm)
    {
        using var shell = Shell.Start(_home, StartAndStay);
        var id = IdFrom(shell);

        harm(shell);

        Finishes(id);
    }

    string IdFrom(Shell shell)
    {
        var at = _home.PidIn("shell.pid");
        Assert.True(ProcFs.IsAlive(at), $"The shell {shell.Pid} is gone already.");
        return File.ReadAllText(Path.Combine(_home.Work, "id")).Trim();
    }

    void Finishes(string id)
    {
        Assert.Equal("running", _home.Get(id).Text("effectiveStatus"));
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal("survived\n", _home.Text(id, "logs/main.1.out"));
    }
}
