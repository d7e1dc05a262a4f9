namespace Mill.Tests.EndToEnd;

/// <summary>A run of <c>mill</c>, from its start to its end.</summary>
public sealed class A_run : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Keeps_what_its_process_wrote_and_its_exit_code()
    {
        var run = _home.RunToEnd("--", "/bin/sh", "-c", "echo to out; echo to err >&2; exit 7");
        Assert.Equal(("failed", "exit", 7), (run.Text("status"), run.Text("reason"), (int)run.Number("exitCode")));
        var logs = _home.Mill("logs", run.Text("id")!).Expect(0);
        Assert.Equal(("to out\n", "to err\n"), (logs.Out, logs.Err));
        Assert.Equal("7", _home.Text(run.Text("id")!, "exit_code").Trim());
    }

    [Fact]
    public void Tells_the_signal_that_ended_its_process()
    {
        var run = _home.RunToEnd("--", "/bin/sh", "-c", "kill -KILL $$");
        Assert.Equal(("failed", "signal", "SIGKILL"), (run.Text("status"), run.Text("reason"), run.Text("signal")));
    }

    [Fact]
    public void Gives_its_process_the_arguments_as_they_are()
    {
        string[] arguments = ["", "a b", "\"", "c\\", "$HOME", "'", "ü漢"];
        var run = _home.RunToEnd(["--", Places.Dummy, "echo", .. arguments]);
        Assert.Equal([$"{arguments.Length}", .. arguments], _home.Output(run.Text("id")!).Split('\n')[1..^1]);
    }

    [Fact]
    public void Is_nobodys_child_and_outlives_whoever_started_it()
    {
        using var starter = Programs.Start("/bin/sh", ["-c", "\"$MILL\" start -- \"$DUMMY\" sleep; \"$DUMMY\" sleep"], _home.Options);
        var id = Until.Some(() => starter.StandardOutput.ReadLine(), s_patience, "an id");
        starter.Kill(entireProcessTree: true);
        Assert.True(starter.WaitForExit(s_patience));
        Assert.Equal("running", _home.Get(id).Text("effectiveStatus"));
        Assert.NotEqual(starter.Id, Everybody.ParentOf(_home.WorkerOf(id)));
        Assert.Equal("cancelled", _home.Mill("stop", id, "--json").Expect(0).Json.Text("status"));
    }

    [Fact]
    public void Lets_go_of_its_starters_output_while_it_lives()
    {
        var id = Programs.Run("/bin/sh", ["-c", "x=$(\"$MILL\" start -- \"$DUMMY\" sleep); echo \"$x\""], _home.Options).Expect(0).Out.Trim();
        Assert.Equal("running", _home.Get(id).Text("effectiveStatus"));
    }

    [Fact]
    public void Ends_at_its_deadline()
    {
        var run = _home.RunToEnd("--timeout", "1s", "--grace", "1s", "--", Places.Dummy, "sleep");
        Assert.Equal(("failed", "timeout"), (run.Text("status"), run.Text("reason")));
    }

    [Fact]
    public void Is_watched_to_its_end()
    {
        var id = _home.Start("--", "/bin/sh", "-c", "sleep 1; exit 3");
        var watched = _home.Mill("watch", id);
        Assert.Contains("run:failed", watched.Out + watched.Err);
    }

    [Fact]
    public void Keeps_its_log_within_its_cap()
    {
        var run = _home.RunToEnd("--log-cap", "4M", "--", "/bin/sh", "-c", "head -c 40000000 /dev/zero | tr '\\0' 'x'; sleep 3; echo; echo the end");
        Assert.EndsWith("the end\n", _home.Output(run.Text("id")!));
        Assert.InRange(new FileInfo(Path.Combine(_home.Home, "runs", run.Text("id")!, "logs/main.1.out")).Length, 1, 6 << 20);
    }
}
