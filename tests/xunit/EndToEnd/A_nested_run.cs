namespace Mill.Tests.EndToEnd;

/// <summary>Runs started inside runs.</summary>
public sealed class A_nested_run : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void C09_knows_its_parent_and_outlives_its_end()
    {
        var outer = _home.StartScript("mill start -- /bin/sh -c 'echo $MILL_PARENT_RUN_ID; exec sleep 600' > inner");
        Assert.Equal("complete", _home.Ended(outer).Text("status"));
        var inner = Inner();
        var run = _home.Get(inner);

        Assert.Equal(("running", outer, 1L), (run.Text("effectiveStatus"), run.Text("parentId"), run.Number("depth")));
        Until.True(() => _home.Text(inner, "logs/main.1.out") == $"{outer}\n", s_soon, "it has told its parent");
    }

    [Fact]
    public void is_in_the_tree_of_its_parent_also_where_that_is_not_asked_for()
    {
        var outer = _home.StartScript("mill start -- sleep 600 > inner");
        _home.Ended(outer);
        var inner = Inner();

        string[] Tree(RunFilter filter) => [.. _home.Client.List(filter with { Tree = true, Root = outer }).Select(run => run.Id)];
        Assert.Equal([outer, inner], Tree(new RunFilter()));
        Assert.Equal([inner], Tree(new RunFilter { Active = true }));
        Assert.Equal([inner], Tree(new RunFilter { Statuses = [Runs.EffectiveStatus.Running], Last = 1 }));
        Assert.Empty(Tree(new RunFilter { Statuses = [Runs.EffectiveStatus.Failed] }));
    }

    [Fact]
    public void is_stopped_with_its_parent_as_a_run_of_its_own()
    {
        var outer = _home.StartScript("mill start -- sleep 600 > inner; sleep 600");
        var inner = Inner();

        _home.Stop(outer, "--grace", "1");

        Assert.Equal("cancelled", _home.Get(inner).Text("status"));
        Assert.Single(_home.Events(inner, "run:cancelled"));
        Assert.Single(_home.Events(outer, "run:cancelled"));
        _home.NobodyIsLeft();
    }

    [Fact]
    public void is_stopped_with_the_outermost_also_where_the_one_between_has_ended()
    {
        var outer = _home.StartScript("mill start -- /bin/sh -c 'mill start -- sleep 600 > inner' > between; exec sleep 600");
        var inner = Inner();
        var between = _home.Get(inner).Text("parentId")!;
        Assert.Equal("complete", _home.Ended(between).Text("status"));

        var outcome = _home.Stop(outer, "--grace", "1");

        Assert.Equal([inner], outcome.Items("nested").Select(one => one.Text("id")));
        Assert.Equal(("cancelled", "complete"), (_home.Get(inner).Text("status"), _home.Get(between).Text("status")));
        _home.NobodyIsLeft();
    }

    [Fact]
    public void is_left_alone_by_the_stop_of_a_run_beside_it()
    {
        var (outer, beside) = (_home.StartScript("mill start -- sleep 600 > inner"), _home.Start("--", "sleep", "600"));
        _home.Ended(outer);
        var inner = Inner();

        Assert.Empty(_home.Stop(beside, "--grace", "1").Items("nested"));
        Assert.Equal("running", _home.Get(inner).Text("status"));
    }

    [Fact]
    public void outlives_a_parent_that_met_its_limit_of_memory()
    {
        var outer = _home.StartScript($"mill start -- sleep 600 > inner; exec '{Places.Dummy}' memory 600", "--memory-limit", "150MB");
        Assert.Equal("memory-limit", _home.Ended(outer).Text("reason"));
        var inner = _home.Get(Inner());

        Assert.Equal(("running", outer), (inner.Text("effectiveStatus"), inner.Text("parentId")));
    }

    [Theory]
    [InlineData("exec")]
    [InlineData("")]
    public void has_the_limit_of_open_files_that_its_parent_has(string by)
    {
        var line = $"ulimit -Sn 111; '{Places.Mill}' start -- /bin/sh -c '{by} mill start -- /bin/sh -c \"ulimit -Sn\"; :'; :";
        var outer = Programs.Run("/bin/sh", ["-c", line], _home.At(new RunOptions())).Expect(0).Out.Trim();
        _home.Ended(outer);
        var inner = _home.Text(outer, "logs/main.1.out").Trim();
        _home.Ended(inner);

        Assert.Equal("111\n", _home.Text(inner, "logs/main.1.out"));
    }

    [Fact]
    public void C15_too_deep_is_refused_and_leaves_nothing()
    {
        var outer = _home.StartScript("""
            MILL_RUN_DEPTH=5 mill start --json -- true > refused; echo $? > code
            """);
        _home.Ended(outer);

        Assert.Equal("1\n", File.ReadAllText(Path.Combine(_home.Work, "code")));
        Assert.Equal("TooDeep", Jsons.Parse(File.ReadAllText(Path.Combine(_home.Work, "refused"))).Text("error.code"));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(_home.Home, "runs")));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public void C15_with_a_depth_that_is_no_number_neither_crashes_nor_goes_unlimited(string depth)
    {
        var options = new RunOptions { Environment = new Dictionary<string, string?> { ["MILL_RUN_DEPTH"] = depth } };
        var answer = _home.MillWith(options, "start", "--json", "--", "true");

        if (answer.ExitCode != 0) answer.Refuses(MillError.TooDeep);
        else Assert.InRange(_home.Ended(answer.Json.Text("id")!).Number("depth"), 0, 5);
    }

    [Fact]
    public void of_a_stopped_parent_is_refused()
    {
        var outer = _home.StartScript("""
            trap 'trap "" TERM; mill start --json -- sleep 600 > refused; echo $? > code; exit' TERM
            echo $$ > ready.pid; while :; do sleep 0.1; done
            """, "--grace", "60");
        _home.PidIn("ready.pid");

        _home.Stop(outer);

        Assert.Equal("ParentCancelled", Jsons.Parse(File.ReadAllText(Path.Combine(_home.Work, "refused"))).Text("error.code"));
        _home.NobodyIsLeft();
    }

    string Inner() => Until.Some(() => File.Exists(Path.Combine(_home.Work, "inner"))
        && File.ReadAllText(Path.Combine(_home.Work, "inner")) is var text && text.EndsWith('\n') ? text.Trim() : null, s_soon, "the inner run is started");
}
