namespace Mill.Tests.EndToEnd;

/// <summary>What a sweep takes, and what it leaves alone.</summary>
public sealed class A_sweep : IDisposable
{
    static readonly SweepRequest s_allLogs = new() { LogRetention = TimeSpan.Zero }, s_allRuns = new() { Keep = 0 };
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void leaves_a_run_that_another_one_waits_for()
    {
        var (over, other) = (_home.StartScript("exit 0"), _home.StartScript("exit 0"));
        _home.Ended(over);
        _home.Ended(other);
        var open = _home.StartScript("while ! [ -e go ]; do sleep 0.05; done");
        var waiting = _home.Start("--after", over, "--after", open, "--", "true");

        Assert.Equal([$"run {other}"], Swept(s_allRuns));
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Assert.Equal("complete", _home.Ended(waiting).Text("status"));
        Assert.Equal(new[] { over, open, waiting }.Order(), Swept(s_allRuns).Select(one => one[4..]).Order());
    }

    [Fact]
    public void is_done_by_whoever_ends_but_not_all_the_time()
    {
        var takesAll = new RunOptions { Environment = new Dictionary<string, string?> { ["MILL_LOG_RETENTION_SECS"] = "0" } };
        var first = _home.StartScript("echo first");
        _home.Ended(first);
        _home.Settle();
        File.SetLastWriteTimeUtc(Path.Combine(_home.Home, "swept"), DateTime.UtcNow.AddMinutes(-11));
        var second = _home.MillWith(takesAll, "start", "--", "/bin/sh", "-c", "echo second").Expect(0).Out.Trim();
        _home.Ended(second);
        _home.Settle();
        var third = _home.MillWith(takesAll, "start", "--", "/bin/sh", "-c", "echo third").Expect(0).Out.Trim();
        _home.Ended(third);
        _home.Settle();

        Assert.Equal([false, false, true], ((string[])[first, second, third]).Select(id => File.Exists(_home.FileOf(id, "logs/main.1.out"))));
    }

    [Fact]
    public void takes_the_oldest_logs_where_all_together_take_too_much_room()
    {
        string[] ids = [.. Enumerable.Range(0, 3).Select(_ => _home.RunScript("head -c 100000 /dev/zero").Text("id")!)];

        Assert.Equal([$"logs {ids[0]}"], Swept(new SweepRequest { LogMaxBytes = 250_000 }));
        Assert.Equal([false, true, true], ids.Select(id => File.Exists(_home.FileOf(id, "logs/main.1.out"))));
    }

    [Fact]
    public void leaves_a_run_that_another_one_has_begun_to_wait_for_meanwhile()
    {
        var (over, awaited) = (_home.RunScript("exit 0").Text("id")!, _home.RunScript("exit 0").Text("id")!);
        var open = _home.StartScript("while ! [ -e go ]; do sleep 0.05; done");

        using var swept = _home.Client.Sweep(s_allRuns).GetEnumerator();
        Assert.True(swept.MoveNext());
        Assert.Equal(over, swept.Current.Id);
        var waiting = _home.Start("--after", awaited, "--after", open, "--", "true");
        Assert.False(swept.MoveNext());

        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Assert.Equal("complete", _home.Ended(waiting).Text("status"));
    }

    [Fact]
    public void takes_runs_with_folders_that_are_closed_to_their_owner()
    {
        var mill = _home.AsNobody();
        string[] scripts =
        [
            "mkdir -p shut/deep; echo > shut/deep/file; chmod 000 shut/deep shut",
            "mkdir -p cache/deep; echo > cache/deep/file; chmod 555 cache/deep cache",
            "mkdir -p names/deep; echo > names/file; chmod 444 names",
            "echo said; chmod 444 logs",
        ];
        foreach (var one in scripts) mill(["rm", Left(mill, one)]).Expect(0);
        Assert.Empty(_home.Names("runs"));

        string[] closed = [.. scripts.Select(one => Left(mill, one))];
        var swept = mill(["sweep", "--keep", "0", "--json"]).Expect(0).Json.EnumerateArray().ToArray();
        Assert.Equal(closed.Order(), swept.Select(one => one.Text("id")).Order());
        Assert.All(swept, one => Assert.InRange(one.Number("bytes"), 4096, 1 << 20));
        Assert.Empty(_home.Names("runs"));
    }

    [Fact]
    public void takes_what_is_left_of_a_queue_whose_removal_was_cut_short()
    {
        _home.RunToEnd("--queue", "q", "--", "true");
        _home.Settle();
        Directory.Move(Path.Combine(_home.Home, "queues", "q"), Path.Combine(_home.Home, "queues", ".removed-q"));

        Assert.Equal(["leftover q"], _home.Mill("sweep", "--dry-run", "--json").Expect(0).Json.EnumerateArray().Select(one => $"{one.Text("what")} {one.Text("id")}"));
        Assert.Equal([".removed-q"], _home.Names("queues"));
        _home.Mill("sweep").Expect(0);
        Assert.Empty(_home.Names("queues"));
    }

    [Fact]
    public void goes_on_past_what_it_may_not_remove()
    {
        Assert.SkipUnless(Libc.IsRoot, "Only root can leave a folder of another user's.");
        var mill = _home.AsNobody();
        var closed = Left(mill, "mkdir shut; echo > shut/file; chmod 000 shut");
        var over = Left(mill, "exit 0");
        string[] rests = ["20260101-000000-aaaa", "20260101-000000-bbbb"];
        foreach (var rest in rests) Programs.Run("cp", ["-a", _home.Folder(closed), _home.Folder($".removed-{rest}")], new RunOptions()).Expect(0);
        Programs.Run("chown", ["0", _home.FileOf(closed, "shut"), _home.FileOf($".removed-{rests[0]}", "shut")], new RunOptions()).Expect(0);

        Assert.Equal([$"run {over}", $"leftover {rests[1]}"],
            mill(["sweep", "--older-than", "0", "--json"]).Expect(0).Json.EnumerateArray().Select(one => $"{one.Text("what")} {one.Text("id")}"));
        Assert.Equal([$".removed-{rests[0]}", $".removed-{closed}"], _home.Names("runs").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void says_nothing_of_logs_that_it_left_alone_since_their_run_goes_on()
    {
        var over = _home.RunScript("echo said").Text("id")!;
        var again = _home.RunScript("echo said; [ -e go ] || exit 1; sleep 600").Text("id")!;
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");

        using var swept = _home.Client.Sweep(s_allLogs).GetEnumerator();
        Assert.True(swept.MoveNext());
        Assert.Equal(over, swept.Current.Id);
        _home.Mill("resume", again).Expect(0);
        Assert.False(swept.MoveNext());
    }

    [Fact]
    public void leaves_the_logs_of_a_process_that_was_allowed_to_live_on()
    {
        var id = _home.StartScript("(echo $$; while ! [ -e go ]; do echo more; sleep 0.05; done) & exit 0", "--allow-background");
        _home.Ended(id);
        var log = _home.FileOf(id, "logs/main.1.out");

        Assert.Empty(Swept(s_allLogs));
        Assert.Empty(Swept(s_allRuns));
        var size = new FileInfo(log).Length;
        Until.True(() => new FileInfo(log).Length > size, TimeSpan.FromSeconds(60), "it writes on");

        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        _home.Settle();
        Assert.Equal([$"logs {id}"], Swept(s_allLogs));
        Assert.False(File.Exists(log));
    }

    string[] Swept(SweepRequest request) => [.. _home.Client.Sweep(request).Select(one => $"{one.What} {one.Id}")];

    // A run whose process leaves something in its folder.
    string Left(Func<string[], Answer> mill, string script)
    {
        var id = mill(["start", "--", "/bin/sh", "-c", $"cd \"$MILL_RUN_DIR\"; {script}"]).Expect(0).Out.Trim();
        mill(["wait", id]);
        _home.Settle();
        return id;
    }
}
