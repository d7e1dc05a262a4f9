using System.Diagnostics;

namespace Mill.Tests.EndToEnd;

/// <summary>A run of <c>mill.exe</c>, from its start to its end.</summary>
public sealed class A_run : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Keeps_what_its_process_wrote_and_its_exit_code()
    {
        File.WriteAllText(Path.Combine(_home.Work, "both.cmd"), "@echo off\r\necho to out\r\necho to err 1>&2\r\nexit /b 7\r\n");
        var run = _home.RunToEnd("--", @".\both.cmd");
        Assert.Equal(("failed", "exit", 7), (run.Text("status"), run.Text("reason"), (int)run.Number("exitCode")));
        var id = run.Text("id")!;
        var logs = _home.Mill("logs", id).Expect(0);
        Assert.Equal("to out", logs.Out.Trim());
        Assert.Equal("to err", logs.Err.Trim());
        Assert.Equal("7", _home.Text(id, "exit_code").Trim());
        Assert.Equal(3, _home.Mill("wait", id).ExitCode);
    }

    [Fact]
    public void Is_complete_when_its_process_exits_with_0()
    {
        var run = _home.RunToEnd("--name", "short", "--", Places.Dummy, "exit", "0");
        Assert.Equal(("complete", "short"), (run.Text("status"), run.Text("name")));
        Assert.Contains("short", _home.Mill("ls").Expect(0).Out);
    }

    [Fact]
    public void Gives_its_process_the_arguments_as_they_are()
    {
        string[] arguments = ["", "a b", "\"", "c\\", "d e\\\\", "%PATH%", "^&|<>", "ü漢"];
        var run = _home.RunToEnd(["--", Places.Dummy, "echo", .. arguments]);
        Assert.Equal([_home.Work, $"{arguments.Length}", .. arguments], _home.Output(run.Text("id")!).Split('\n')[..^1]);
    }

    [Fact]
    public void Gives_its_process_its_marks_and_the_essential_variables()
    {
        var id = _home.RunToEnd("--unset-env", "TEMP", "--env", "A=x=y", "--", Places.Dummy, "environment").Text("id")!;
        var variables = _home.Output(id).Split('\n');
        Assert.Contains($"MILL_RUN_ID={id}", variables);
        Assert.Contains("A=x=y", variables);
        Assert.DoesNotContain(variables, one => one.StartsWith("TEMP=", StringComparison.OrdinalIgnoreCase));
        foreach (var name in new[] { "SystemRoot", "ComSpec", "PATHEXT", "USERPROFILE", "LOCALAPPDATA", "PATH" })
            Assert.Contains(variables, one => one.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void C11_of_a_batch_file_that_could_take_an_argument_for_a_command_is_refused()
    {
        File.WriteAllText(Path.Combine(_home.Work, "batch.cmd"), "@echo %1\r\n");
        var refused = _home.Mill("start", "--json", "--", @".\batch.cmd", "\"&echo pwned").Refuses(MillError.CommandNotExecutable, "batch file");
        Assert.DoesNotContain("pwned\n", refused.Out);
        Assert.False(Directory.Exists(Path.Combine(_home.Home, "runs")));
    }

    [Fact]
    public void Of_what_is_no_program_is_refused_in_words()
    {
        File.WriteAllText(Path.Combine(_home.Work, "notes.txt"), "x");
        _home.Mill("start", "--json", "--", @".\notes.txt").Refuses(MillError.CommandNotExecutable, ".exe");
        _home.Mill("start", "--json", "--", "no-such-command").Refuses(MillError.CommandNotFound, "PATH");
    }

    [Fact]
    public void Outlives_whoever_started_it_and_everybody_below()
    {
        using var starter = Programs.Start("cmd.exe", ["/c", "%MILL% start -- %DUMMY% sleep & echo back & %DUMMY% sleep"], _home.Options);
        var id = Until.Some(() => starter.StandardOutput.ReadLine(), s_patience, "an id");
        Assert.Equal("back", Until.Some(() => starter.StandardOutput.ReadLine(), s_patience, "mill's own end").Trim());
        Until.True(() => Everybody.Pids("mill-dummy").Length == 2, s_patience, "the run's process and the starter's own"); // One still being made is in no tree.
        starter.Kill(entireProcessTree: true);
        Assert.True(starter.WaitForExit(s_patience));
        Assert.Equal("running", _home.Get(id).Text("effectiveStatus"));
        Assert.Equal("cancelled", _home.Mill("stop", id, "--json").Expect(0).Json.Text("status"));
    }

    [Fact]
    public void Lets_go_of_its_starters_output_while_it_lives()
    {
        var clock = Stopwatch.StartNew();
        var id = _home.StartDummy([], "sleep");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.Equal("running", _home.Get(id).Text("effectiveStatus"));
    }

    [Fact]
    public void That_takes_too_long_is_ended_with_its_whole_tree()
    {
        var id = _home.StartDummy(["--timeout", "4s", "--grace", "1s"], "tree", "3");
        var pids = _home.Pids(id, 3);
        var run = _home.Ended(id);
        Assert.Equal(("failed", "timeout"), (run.Text("status"), run.Text("reason")));
        Until.True(() => !Everybody.Pids("mill-dummy").Intersect(pids).Any(), s_patience, "the tree is gone");
        Assert.Equal("job", Jsons.Parse(_home.Text(id, "cleanup.json")).Text("mechanism"));
    }

    [Fact]
    public void That_leaves_a_process_behind_ends_it_unless_it_may_stay()
    {
        var ended = _home.RunToEnd("--", Places.Dummy, "leave-behind", Path.Combine(_home.Work, "one")).Text("id")!;
        Until.True(() => Everybody.Pids("mill-dummy").Length == 0, s_patience, "the leftover is gone");
        Assert.Equal("complete", _home.Get(ended).Text("status"));

        var left = _home.RunToEnd("--allow-background", "--", Places.Dummy, "leave-behind", Path.Combine(_home.Work, "other")).Text("id")!;
        Until.True(() => Everybody.Pids("mill").Length == 0, s_patience, "the worker is gone");
        Assert.Equal([int.Parse(File.ReadAllText(Path.Combine(_home.Work, "other")))], Everybody.Pids("mill-dummy"));
        _home.Mill("stop", left, "--force", "--grace", "0s").Expect(0);
        Until.True(() => Everybody.Pids("mill-dummy").Length == 0, s_patience, "what was left is ended by force");
    }

    [Fact]
    public void Inside_another_outlives_its_end_and_knows_it()
    {
        var outer = _home.RunToEnd("--", "cmd.exe", "/c", $"{Places.Mill} start -- {Places.Dummy} sleep").Text("id")!;
        var inner = _home.Output(outer).Trim();
        var run = _home.Get(inner);
        Assert.Equal(("running", outer), (run.Text("effectiveStatus"), run.Text("parentId")));
        Assert.Single(Everybody.Pids("mill-dummy"));
    }

    [Fact]
    public void Can_be_resumed_and_removed()
    {
        var id = _home.RunToEnd("--", Places.Dummy, "exit", "4").Text("id")!;
        _home.Mill("resume", id).Expect(0);
        var again = _home.Ended(id);
        Assert.Equal((2, 4), ((int)again.Number("generation"), (int)again.Number("exitCode")));
        _home.Mill("rm", id).Expect(0);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_home.Home, "runs")));
    }

    [Fact]
    public void Of_an_installed_mill_is_run_by_a_copy_so_that_the_installed_one_may_go()
    {
        var installed = Directory.CreateDirectory(Path.Combine(_home.Work, "installed", "native", "win-x64")).FullName;
        File.Copy(Places.Mill, Path.Combine(installed, "mill.exe"));
        using var caller = Programs.Start(Places.Dummy, ["start", _home.Home, Path.Combine(_home.Work, "installed"), Places.Dummy, "sleep"], _home.Options);
        var id = Until.Some(() => _home.Active.FirstOrDefault(), s_patience, "a run");
        var worker = Until.Some(() => _home.Text(id, "worker.json") is { Length: > 0 } text ? text : null, s_patience, "its worker");
        Assert.StartsWith(Path.Combine(_home.Home, "bin"), Jsons.Parse(worker).Text("commandLine.0"), StringComparison.OrdinalIgnoreCase);
        Directory.Delete(Path.Combine(_home.Work, "installed"), recursive: true);
        Until.True(() => _home.Get(id).Text("effectiveStatus") == "running", s_patience, "it runs");
        _home.Mill("stop", id, "--grace", "0s").Expect(0);
        Assert.True(caller.WaitForExit(s_patience));
    }

    [Fact]
    public void Can_be_fifty_at_once()
    {
        var ids = new string[50];
        Parallel.For(0, ids.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, number => ids[number] = _home.Start("--", "cmd.exe", "/c", $"exit {number % 3}"));
        Until.True(() => !_home.Active.Any(), s_patience, "nothing is left to do");
        var runs = _home.Mill("ls", "--json").Expect(0).Json.EnumerateArray().ToDictionary(run => run.Text("id")!, run => (run.Text("status"), (int)run.Number("exitCode")));
        Assert.Equal(ids.Length, runs.Count);
        for (var number = 0; number < ids.Length; number++) Assert.Equal((number % 3 == 0 ? "complete" : "failed", number % 3), runs[ids[number]]);
    }
}
