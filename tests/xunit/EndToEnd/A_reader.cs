namespace Mill.Tests.EndToEnd;

/// <summary>Watching, waiting and reading logs from another process.</summary>
public sealed class A_reader : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void C88_that_watches_sees_events_and_output_live_and_ends_with_the_run()
    {
        var id = _home.StartScript("echo first; while ! [ -e go ]; do sleep 0.05; done; echo second");
        using var watch = Programs.Start(Places.Mill, ["watch", id, "--json"], _home.At(new RunOptions()));
        var seen = new List<string>();
        while (watch.StandardOutput.ReadLine() is { } line)
        {
            seen.Add(line);
            if (Jsons.Parse(line) is var item && item.Text("channel") == "out" && item.Text("line") == "first")
                File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        }

        Assert.True(watch.WaitForExit(10_000));
        var items = seen.Select(Jsons.Parse).ToArray();
        Assert.Equal(["first", "second"], items.Where(one => one.Text("channel") == "out").Select(one => one.Text("line")));
        var types = items.Where(one => one.Text("channel") == "event").Select(one => one.Text("event.type")).ToArray();
        Assert.Equal("run:start", types[0]);
        Assert.Single(types, "run:complete");
    }

    [Fact]
    public void that_watches_a_run_that_is_over_sees_its_history()
    {
        var id = _home.StartScript("echo past");
        _home.Ended(id);
        var items = _home.Mill("watch", id, "--json").Expect(0).Lines.Select(Jsons.Parse).ToArray();

        Assert.Single(items, one => one.Text("line") == "past");
        Assert.Single(items, one => one.Text("channel") == "event" && one.Text("event.type") == "run:complete");
    }

    [Fact]
    public void that_waits_too_short_is_told_so()
    {
        var id = _home.Start("--", "sleep", "600");
        _home.Mill("wait", id, "--timeout", "0.3").Expect(2);
        Assert.Equal("running", _home.Get(id).Text("effectiveStatus"));
    }

    [Fact]
    public void C80_that_waits_is_told_the_outcome_by_the_exit_code()
    {
        _home.Mill("wait", _home.StartScript("exit 0")).Expect(0);
        _home.Mill("wait", _home.StartScript("exit 1")).Expect(3);
        var id = _home.Start("--", "sleep", "600");
        _home.Stop(id);
        _home.Mill("wait", id).Expect(4);
    }

    [Fact]
    public void that_is_interrupted_leaves_the_run_alone()
    {
        var id = _home.Start("--", "sleep", "600");
        using var wait = Programs.Start(Places.Mill, ["watch", id], _home.At(new RunOptions()));
        Assert.NotNull(wait.StandardOutput.ReadLine());

        Libc.Signal(wait.Id, Libc.Int);

        Assert.True(wait.WaitForExit(10_000));
        Assert.Equal("running", _home.Get(id).Text("effectiveStatus"));
    }

    [Theory]
    [InlineData("watch")]
    [InlineData("logs -f")]
    [InlineData("start --watch -- /bin/sh -c")]
    public void that_is_interrupted_is_told_how_to_come_back_to_the_same_home(string verb)
    {
        const string script = "echo here; exec sleep 600";
        var words = verb.Split(' ');
        var last = words[0] == "start" ? script : _home.StartScript(script);
        var elsewhere = new RunOptions { Environment = new Dictionary<string, string?> { ["MILL_HOME"] = Path.Combine(_home.Root, "elsewhere") } };
        using var reader = Programs.Start(Places.Mill, ["--home", _home.Home, .. words, last], _home.At(elsewhere));
        Assert.NotNull(reader.StandardOutput.ReadLine());

        Libc.Signal(reader.Id, Libc.Int);

        var told = reader.StandardError.ReadToEnd();
        Assert.True(reader.WaitForExit(10_000));
        var id = Assert.Single(_home.Names("runs"));
        Assert.EndsWith($"To come back: mill {words[0] switch { "logs" => "logs -f", _ => "watch" }} {id} --home {_home.Home}\n", told, StringComparison.Ordinal);
    }

    [Fact]
    public void that_waits_is_told_how_to_answer_in_the_same_home()
    {
        var id = _home.StartScript("mill ask Deploy? --choice yes > answer");
        using var wait = Programs.Start(Places.Mill, ["wait", id, "--home", _home.Home], _home.At(new RunOptions()));

        Assert.Contains("asks q1: Deploy?", wait.StandardError.ReadLine()!, StringComparison.Ordinal);
        Assert.Equal($"To answer: mill answer {id} yes --home {_home.Home}", wait.StandardError.ReadLine());

        _home.Mill("answer", id, "yes").Expect(0);
        Assert.True(wait.WaitForExit(20_000));
    }

    [Fact]
    public void of_a_page_is_told_what_to_type_for_the_same_home()
    {
        var id = _home.StartScript("exit 3");
        _home.Ended(id);

        var page = _home.Mill("get", id, "--home", _home.Home).Expect(0);
        Assert.Single(page.Lines, line => line.StartsWith($"Next          mill logs {id} -n 50 --home {_home.Home}  ", StringComparison.Ordinal));
        Assert.Single(page.Lines, line => line.StartsWith($"Next          mill resume {id} --home {_home.Home}  ", StringComparison.Ordinal));
    }

    [Fact]
    public void of_logs_that_were_swept_is_told_that_they_are_not_kept_for_ever()
    {
        var id = _home.StartScript("seq 1 30");
        _home.Ended(id);
        _home.Mill("sweep", "--log-retention", "0").Expect(0);

        var kept = _home.Mill("logs", id).Expect(0);
        Assert.Equal(20, kept.Lines.Length);
        Assert.Equal("mill: 21 B of standard output are missing here, for logs are kept up to a cap and for a while.\n", kept.Err);
    }

    [Fact]
    public void of_logs_of_which_nothing_was_kept_is_told_so()
    {
        var (stopped, silent) = (_home.StartScript("echo said; echo > ready; exec sleep 600"), _home.StartScript("true"));
        Until.True(() => File.Exists(Path.Combine(_home.Work, "ready")), TimeSpan.FromSeconds(60), "it has said something");
        _home.Mill("queue", "set", "q", "--pause").Expect(0);
        var unstarted = _home.Start("--queue", "q", "--", "true");
        foreach (var id in new[] { stopped, unstarted }) _home.Stop(id);
        _home.Ended(silent);
        _home.Mill("sweep", "--log-retention", "0").Expect(0);

        var gone = _home.Mill("logs", stopped).Expect(0);
        Assert.Empty(gone.Out);
        Assert.Equal($"mill: The logs of run {stopped} are gone, for logs are kept up to a cap and for a while; its last lines were not kept.\n", gone.Err);
        Assert.Equal(("", ""), (_home.Mill("logs", silent).Expect(0).Err, _home.Mill("logs", unstarted).Expect(0).Err));
    }

    [Fact]
    public void of_logs_gets_each_stream_on_its_own()
    {
        var id = _home.StartScript("echo 1; echo 2; echo 3; echo e >&2; printf 'no end'");
        _home.Ended(id);
        var both = _home.Mill("logs", id).Expect(0);

        Assert.Equal(("1\n2\n3\nno end", "e\n"), (both.Out.TrimEnd('\n'), both.Err));
        Assert.Equal("e\n", _home.Mill("logs", id, "--err").Expect(0).Out);
        Assert.Equal("3\nno end", _home.Mill("logs", id, "--out", "-n", "2").Expect(0).Out.TrimEnd('\n'));
    }

    [Fact]
    public void of_logs_may_follow_until_the_run_ends()
    {
        var id = _home.StartScript("for i in 1 2 3; do echo $i; sleep 0.2; done");
        Assert.Equal("1\n2\n3\n", _home.Mill("logs", id, "-f").Out);
        Assert.NotEqual("running", _home.Get(id).Text("status"));
    }

    [Fact]
    public void finds_a_run_by_prefix_and_by_its_last_four_letters()
    {
        var id = _home.StartScript("true");

        Assert.Equal(id, _home.Mill("get", id[^4..], "--json").Expect(0).Json.Text("id"));
        Assert.Equal(id, _home.Mill("get", id[..^2], "--json").Expect(0).Json.Text("id"));
    }
}
